"""Downloading one large file over a bad line: what came is kept, and the next try goes on from there.

The part lies hidden in the folder it is going to, beside a note of what the server called that version: a server
that has a newer one by then sends it whole. A file has its own name only when it is complete and checked.
"""

from __future__ import annotations

import errno
import hashlib
import http.client
import json
import os
import re
import shutil
import urllib.error
import urllib.request
from collections.abc import Callable
from email.message import Message
from pathlib import Path
from typing import IO, Any
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from placeplanner import __version__
from placeplanner.domain.strangers import shown
from placeplanner.errors import Problem, said_by
from placeplanner.mappacks.haul import Progress

_CHUNK = 256 * 1024
_TIMEOUT_S = 30
_MOST_BYTES = 50_000_000_000
_MOST_IN_CHECKSUM = 4096
_ROOM_TO_SPARE = 50_000_000
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})
_DIGESTS = {32: "md5", 64: "sha256"}
_HEX = re.compile(r"\b([0-9a-fA-F]{64}|[0-9a-fA-F]{32})\b")
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
_DEVICES = frozenset(
    ("CON", "PRN", "AUX", "NUL", *(f"{port}{number}" for port in ("COM", "LPT") for number in range(1, 10)))
)  # of Windows, whatever ending they are given
_GO_ON = "What came is kept: ask for it again, and it goes on from there."
_BEGIN_AGAIN = "Ask for it again; this publisher can only send it from the beginning."
_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
_FAULTS = (OSError, http.client.HTTPException)


class Declined(Problem):
    """A person was told the size and did not want it."""


def download(
    url: str,
    to_folder: Path,
    *,
    checksum: str | None = None,
    progress: Progress,
    confirm_size: Callable[[int | None], bool],
) -> Path:
    """Fetch a file into a folder; its path. Call it only when a person asks.

    `confirm_size` is told how many bytes the whole file has (None where the server does not say) before any of it is
    read. `checksum` is an MD5 or a SHA-256 in hexadecimal digits. `progress` may raise to stop; then, as when the line
    breaks, the part is kept. Raises `Problem`; `Declined` where the size was not wanted.
    """
    _check_address(url)
    part = _Part.of(url, to_folder)
    try:
        to_folder.mkdir(parents=True, exist_ok=True)
        with _opened(url, part) as response:
            _refuse_packed(response)
            total = _begin(part, response)
            if not confirm_size(total):
                part.remove_if_empty()
                raise Declined("Nothing was downloaded.", "You did not want it.")
            _check_room(to_folder, total, part.size)
            _receive(response, part, total, progress)
            name = _name_of(response)
    except urllib.error.HTTPError as error:
        raise _refused(url, error) from error
    except _FAULTS as error:
        raise _broken_off(url, error, part) from error
    return _finished(part, to_folder / name, checksum)


def checksum_at(url: str) -> str:
    """The checksum in a small file that a publisher puts beside a large one. Raises `Problem`."""
    _check_address(url)
    try:
        with _open(urllib.request.Request(url, headers=_headers())) as response:
            text = response.read(_MOST_IN_CHECKSUM).decode("ascii", "replace")
    except urllib.error.HTTPError as error:
        raise _refused(url, error) from error
    except _FAULTS as error:
        raise _no_network(url, error) from error
    found = _HEX.search(text)
    if not found:
        raise Problem(
            "The publisher's checksum cannot be read.",
            f"What {urlsplit(url).hostname} sent is none.",
            "Try again later, or download the file in a browser.",
        )
    return found[1].lower()


class _Part(Struct, frozen=True):
    """The part of a file that came so far, and a note of which version it is of."""

    path: Path
    note: Path

    @classmethod
    def of(cls, url: str, folder: Path) -> _Part:
        key = hashlib.sha256(url.encode()).hexdigest()[:16]
        return cls(folder / f".{key}.part", folder / f".{key}.part.json")

    @property
    def size(self) -> int:
        return self.path.stat().st_size if self.path.exists() else 0

    @property
    def version(self) -> str:
        """What the server called it; "" where it cannot be gone on with."""
        try:
            return str(json.loads(self.note.read_text("utf-8"))["version"]) if self.size else ""
        except (OSError, ValueError, KeyError, TypeError):
            return ""

    def start(self, version: str) -> None:
        """Begin anew."""
        self.path.write_bytes(b"")
        self.note.write_text(json.dumps({"version": version}), "utf-8")

    def remove_if_empty(self) -> None:
        """Leave nothing behind where nothing came."""
        if not self.size:
            self.remove()

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)
        self.note.unlink(missing_ok=True)


class _SafeRedirects(urllib.request.HTTPRedirectHandler):
    """Follows only to where `_check_address` would go."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        try:
            _check_address(newurl, may_be_here=req.type == "http")  # a stranger sends nobody to this computer
        except Problem:
            fp.close()
            raise
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _check_address(url: str, *, may_be_here: bool = True) -> None:
    try:
        parts = urlsplit(url)
        is_safe = parts.scheme == "https" or (
            may_be_here and parts.scheme == "http" and parts.hostname in _HERE
        )
    except ValueError:
        is_safe = False
    if not is_safe or not parts.hostname:
        raise Problem(
            "That address is not safe to download from.",
            "It does not begin with https://, so what comes from there could be changed on the way.",
            "Look for an address that begins with https://.",
        )


def _headers() -> dict[str, str]:
    return {"User-Agent": f"PlacePlanner/{__version__}", "Accept-Encoding": "identity"}


def _open(request: urllib.request.Request) -> Any:
    return urllib.request.build_opener(_SafeRedirects).open(request, timeout=_TIMEOUT_S)


def _opened(url: str, part: _Part) -> Any:
    headers = _headers()
    if version := part.version:
        headers |= {"Range": f"bytes={part.size}-", "If-Range": version}
    try:
        return _open(urllib.request.Request(url, headers=headers))
    except urllib.error.HTTPError as error:
        if error.code != http.HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            raise
        error.close()
        part.remove()  # all of it came, or more than there is: only the whole is sure
        return _open(urllib.request.Request(url, headers=_headers()))


def _refuse_packed(response: Any) -> None:
    """Nothing packed was asked for: what came would be saved under a name that it does not deserve."""
    if response.headers.get("Content-Encoding", "identity").strip().lower() not in ("", "identity"):
        raise Problem(
            "The publisher sends the file packed in a way that was not asked for.",
            "",
            "Download it in a browser, which unpacks it.",
        )


def _begin(part: _Part, response: Any) -> int | None:
    """How many bytes the whole has, where the server says so; what cannot be gone on with is begun anew."""
    if response.status == http.HTTPStatus.PARTIAL_CONTENT:
        said = re.match(r"bytes (\d{1,15})-\d+/(\d{1,15})$", response.headers.get("Content-Range", ""))
        if said and int(said[1]) == part.size:
            return int(said[2])
        part.remove()
        raise http.client.HTTPException("it went on from another place than was asked for")
    version = response.headers.get("ETag", "")
    if not version or version.startswith("W/"):  # a weak one does not promise the same bytes
        version = response.headers.get("Last-Modified", "")
    part.start(version)
    length = response.headers.get("Content-Length", "")
    return int(length) if re.fullmatch(r"[0-9]{1,15}", length) else None


def _check_room(folder: Path, total: int | None, have: int) -> None:
    free = shutil.disk_usage(folder).free
    if total is not None and total - have + _ROOM_TO_SPARE > free:
        raise Problem(
            "There is not enough room on the disk.",
            f"The file needs {_megabytes(total - have)}, and {_megabytes(free)} are free.",
            "Make room, or choose a folder on another disk.",
        )


def _receive(response: Any, part: _Part, total: int | None, progress: Progress) -> None:
    done = part.size
    with part.path.open("ab") as file:
        while chunk := response.read(_CHUNK):
            file.write(chunk)
            done += len(chunk)
            if done > (total or _MOST_BYTES):
                raise http.client.HTTPException("it is longer than was said")
            if total is None and shutil.disk_usage(part.path.parent).free < _ROOM_TO_SPARE:
                raise OSError(errno.ENOSPC, "No space left on device")
            share = done / total if total else None
            progress(
                share, f"Downloading: {_megabytes(done)}" + (f" of {_megabytes(total)}" if total else "")
            )
        file.flush()
        os.fsync(file.fileno())
    if total is not None and done < total:
        raise http.client.IncompleteRead(b"", total - done)


def _finished(part: _Part, target: Path, checksum: str | None) -> Path:
    if checksum is not None:
        wanted = checksum.strip().lower()
        with part.path.open("rb") as file:
            found = hashlib.file_digest(file, _DIGESTS[len(wanted)]).hexdigest()
        if found != wanted:
            part.remove()
            raise Problem(
                "The file came damaged, and was thrown away.",
                "It does not have the checksum that its publisher gives.",
                "Download it again. If it was just being renewed, wait for an hour.",
            )
    target = _free_name(target)
    os.replace(part.path, target)
    part.remove()
    return target


def _free_name(target: Path) -> Path:
    """The same with a number where there is a file of that name: nothing is overwritten."""
    stem, dot, ending = target.name.partition(".")
    number = 2
    while target.exists():
        target = target.with_name(f"{stem} ({number}){dot}{ending}")
        number += 1
    return target


def _name_of(response: Any) -> str:
    headers = Message()
    headers["Content-Disposition"] = response.headers.get("Content-Disposition", "")
    said = headers.get_filename() or unquote(urlsplit(response.url).path.rpartition("/")[2])
    name = _NOT_IN_NAMES.sub("_", shown(said.replace("\\", "/").rpartition("/")[2])).strip(" .")[:120]
    if name.partition(".")[0].rstrip().upper() in _DEVICES:
        name = f"_{name}"
    return name or "download"


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB"


def _refused(url: str, error: urllib.error.HTTPError) -> Problem:
    error.close()
    host = urlsplit(url).hostname
    if error.code in (http.HTTPStatus.NOT_FOUND, http.HTTPStatus.GONE):
        return Problem(
            "That file is not there any more.",
            f"{host} does not know it.",
            "Look on the publisher's page where it is now.",
        )
    return Problem(
        "The publisher does not hand the file out just now.",
        f"{host} answers {error.code} ({error.reason}).",
        "Try again later, or download it in a browser.",
    )


def _no_network(url: str, error: BaseException) -> Problem:
    reason = getattr(error, "reason", error)
    return Problem(
        f"{urlsplit(url).hostname} cannot be reached.",
        f"There is no network, or it does not answer ({reason}).",
        "Check the network and try again; or download the file elsewhere and carry it here.",
    )


def _broken_off(url: str, error: BaseException, part: _Part) -> Problem:
    if isinstance(error, OSError) and error.errno in _FULL:
        return Problem("The disk is full.", "", f"Make room. {_GO_ON}")
    if isinstance(error, PermissionError | FileNotFoundError | NotADirectoryError | FileExistsError):
        return Problem("Nothing can be written to that folder.", said_by(error), "Choose another folder.")
    if not part.size:
        part.remove()
        return _no_network(url, error)
    then = _GO_ON if part.version else _BEGIN_AGAIN
    return Problem("The download stopped early.", f"The line broke ({type(error).__name__}).", then)
