"""Chromium without a window and without a network, driven through its own pipe: no socket, no driver to install.

Through the pipe a test reaches past the page's Content-Security-Policy, which bars every script but the page's own:
axe-core is run by the browser's tools, not by the page, and the page is the one that people get.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.exchange.judges import carried, judge

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_SEPARATE = 10  # a number for a pipe's end that is clear of those which the browser wants


def axe_core() -> str:
    """The script of axe-core, as packaging/judges.sh has installed it."""
    return carried("axe_playwright_python", "axe.min.js", "axe-core").read_text("utf-8")


class Chromium:
    """One page in a browser: what it asks for beyond files is refused and noted, and so is every complaint."""

    def __init__(self, to_browser: int, from_browser: int) -> None:
        self._to, self._from = to_browser, from_browser
        self._left, self._number, self._session, self._loaded = b"", 0, "", True
        self.refused: list[str] = []
        self.complaints: list[str] = []
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self._ask(f"{domain}.enable")
        self._ask("Fetch.enable", patterns=[{"urlPattern": "*"}])

    def look(self, *, width: int = 1280, height: int = 900, dark: bool = False) -> None:
        """The size of the window in pixels, and whether the reader asks for a dark page."""
        self._ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        still = {
            "name": "prefers-reduced-motion",
            "value": "reduce",
        }  # what fades in is too pale for a moment
        self._ask("Emulation.setEmulatedMedia", media="", features=[scheme, still])

    def open(self, page: Path) -> None:
        """Load a page and wait until it and its map stand."""
        self.go(lambda: self._ask("Page.navigate", url=page.as_uri()))

    def go(self, step: Callable[[], object]) -> None:
        """Do what leads to another page, and wait until that one stands."""
        self._loaded = False
        step()
        while not self._loaded:
            told = self._next()
            self._hear(told.get("method", ""), told.get("params", {}))
        self.run("new Promise(done => requestAnimationFrame(() => setTimeout(done, 50)))")

    def run(self, script: str) -> Any:
        """What a script comes to, promises waited for."""
        told = self._ask("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in told, told["exceptionDetails"]
        return told["result"].get("value")

    def press(self, key: str, code: int) -> None:
        """A key, as from a keyboard."""
        typed = {"text": "\r"} if key == "Enter" else {}
        about = {"key": key, "code": key, "windowsVirtualKeyCode": code}
        self._ask("Input.dispatchKeyEvent", type="keyDown", **about, **typed)
        self._ask("Input.dispatchKeyEvent", type="keyUp", **about)

    def violations(self, part: str = "html") -> list[str]:
        """What axe-core finds wrong with the page that is open, or a part of it: rule, help and the first places."""
        self.run(axe_core() + ";0")
        found = self.run(
            f"axe.run({json.dumps(part)}, {{runOnly: {json.dumps(RULES)}, resultTypes: ['violations']}}).then(told => "
            "({looked: told.passes.length + told.violations.length, bad: told.violations.map(rule => [rule.id, rule.help, "
            "rule.nodes.slice(0, 4).map(node => node.html.slice(0, 160) + ' … ' + node.failureSummary)])}))"
        )
        assert found["looked"] >= 10, "axe-core has hardly looked at anything"
        return [f"{rule}: {text}\n  " + "\n  ".join(nodes) for rule, text, nodes in found["bad"]]

    def picture(self) -> bytes:
        """The whole page as PNG."""
        return base64.b64decode(self._ask("Page.captureScreenshot", captureBeyondViewport=True)["data"])

    def close(self) -> None:
        """End the browser."""
        self._session = ""
        self._ask("Browser.close")

    def _ask(self, method: str, **values: object) -> dict[str, Any]:
        self._number += 1
        asked = self._number
        self._send(asked, method, values)
        while True:
            told = self._next()
            if told.get("id") == asked:
                assert "error" not in told, f"{method}: {told['error']}"
                result: dict[str, Any] = told["result"]
                return result
            self._hear(told.get("method", ""), told.get("params", {}))

    def _send(self, number: int, method: str, values: dict[str, Any]) -> None:
        message: dict[str, Any] = {"id": number, "method": method, "params": values}
        if self._session:
            message["sessionId"] = self._session
        left = json.dumps(message).encode() + b"\0"
        while left:
            left = left[os.write(self._to, left) :]

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._left:
            read = os.read(self._from, 1 << 16)
            assert read, "the browser has gone"
            self._left += read
        message, self._left = self._left.split(b"\0", 1)
        told: dict[str, Any] = json.loads(message)
        return told

    def _hear(self, event: str, about: dict[str, Any]) -> None:
        if event == "Fetch.requestPaused":
            self._number += 1
            address = about["request"]["url"]
            if address.startswith(("file:", "data:")):
                self._send(self._number, "Fetch.continueRequest", {"requestId": about["requestId"]})
            else:
                self.refused.append(address)
                reason = {"requestId": about["requestId"], "errorReason": "BlockedByClient"}
                self._send(self._number, "Fetch.failRequest", reason)
        elif event == "Page.loadEventFired":
            self._loaded = True
        elif event == "Runtime.exceptionThrown":
            self.complaints.append(str(about["exceptionDetails"].get("exception", {}).get("description")))
        elif event == "Runtime.consoleAPICalled":
            self.complaints.append(" ".join(str(each.get("value")) for each in about["args"]))
        elif event == "Log.entryAdded":
            self.complaints.append(about["entry"]["text"])


def _pipe() -> tuple[int, int]:
    ends = os.pipe()
    moved = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, _SEPARATE) for end in ends]
    for end in ends:
        os.close(end)
    return moved[0], moved[1]


def command(folder: Path) -> list[str]:
    """What starts the browser without a window and without a network, with its belongings in a folder."""
    return [
        judge("chromium", "chromium-browser", "google-chrome"),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-extensions",
        f"--user-data-dir={folder / 'browser'}",
        "--host-resolver-rules=MAP * ~NOTFOUND",
    ]


@contextmanager
def chromium(folder: Path) -> Iterator[Chromium]:
    """A browser of its own, with its belongings in a folder; it ends with the block."""
    program, *flags = command(folder)
    (browser_reads, we_write), (we_read, browser_writes) = _pipe(), _pipe()
    started = subprocess.Popen(
        [
            *("bash", "-c", f'exec "$@" 3<&{browser_reads} 4>&{browser_writes}', "bash", program),
            *flags,
            "--remote-debugging-pipe",
        ],
        pass_fds=(browser_reads, browser_writes),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(browser_reads)
    os.close(browser_writes)
    try:
        browser = Chromium(we_write, we_read)
        yield browser
        browser.close()
    finally:
        os.close(we_write)
        os.close(we_read)
        try:
            started.wait(10)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait()
