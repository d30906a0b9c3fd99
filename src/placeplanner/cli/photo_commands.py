"""Commands about the photos of a record: photo (adds one), photos (lists or saves them), photo-edit, photo-remove."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from placeplanner.cli import choosing
from placeplanner.cli.plans import changing, file_argument, reading
from placeplanner.cli.printing import json_option, note, say, write_json, write_table
from placeplanner.domain.ids import PhotoId, new_id
from placeplanner.domain.kinds import Audience
from placeplanner.domain.reader import Reader
from placeplanner.domain.record import Photo
from placeplanner.edits.evidence import AddPhoto, ChangePhoto, RemovePhoto
from placeplanner.errors import Problem, said_by
from placeplanner.fieldwork.photos import read_photo
from placeplanner.written_whole import written_whole

_LARGEST = 200 * 2**20  # bytes; nothing that a camera makes is larger
_ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png"}
_consent = click.Choice(list(Audience), case_sensitive=False)


@click.command()
@file_argument
@click.argument("record_id", metavar="ID")
@click.argument("image", type=click.Path(path_type=Path), metavar="IMAGE")
@click.option("--caption", default="", help="What it shows; read out to those who cannot see it.")
@click.option("--credit", default="", help="Who took it.")
@click.option("--consent", type=_consent, default=Audience.GROUP, show_default=True, help="Who may see it.")
@click.option("--may-show-place", is_flag=True, help="Where it was taken may be handed on with it.")
def photo(
    file: Path, record_id: str, image: Path, caption: str, credit: str, consent: str, may_show_place: bool
) -> None:
    """Add a photo to a record.

    It is kept in the plan, upright and of a sensible size.

    \b
    Example:
      placeplanner photo hindley.gpkg 1a2b3c4d library.jpg --caption "The front door" --consent public
    """
    read = read_photo(_bytes(image))
    with changing(file) as (plan, steps):
        record = choosing.record(plan, record_id)
        added = Photo(
            id=PhotoId(new_id()),
            record=record.id,
            sha256=read.sha256,
            media_type=read.media_type,
            width=read.width,
            height=read.height,
            caption=caption,
            credit=credit,
            taken_at=read.taken_at,
            taken_lonlat=read.taken_lonlat,
            may_show_place=may_show_place,
            consent=Audience(consent),
        )
        steps.perform(AddPhoto(added, read.data))
    say(f"Added a photo to “{record.name}” ({read.width} × {read.height}). Id {added.id[:8]}")
    if not caption:
        note("It has no caption: people who cannot see it will not know what it shows.")


def _bytes(image: Path) -> bytes:
    try:
        if image.stat().st_size > _LARGEST:
            raise Problem(
                f"“{image.name}” is too large for a photo.", "", "Make it smaller in another program."
            )
        return image.read_bytes()
    except OSError as error:
        raise Problem(f"“{image}” cannot be read.", said_by(error), "Check its name.") from error


@click.command()
@file_argument
@click.argument("record_id", metavar="ID")
@click.option(
    "--save", "folder", type=click.Path(path_type=Path), metavar="DIR", help="Write the images there too."
)
@json_option
def photos(file: Path, record_id: str, folder: Path | None, as_json: bool) -> None:
    """List the photos of a record, or save them as files.

    \b
    Examples:
      placeplanner photos hindley.gpkg 1a2b3c4d
      placeplanner photos hindley.gpkg "Hindley Library" --save pictures/
    """
    with reading(file) as plan:
        found = plan.photos(choosing.record(plan, record_id).id)
        if as_json:
            write_json([_as_json(each) for each in found])
        elif found:
            rows = [
                (each.id[:8], f"{each.width} × {each.height}", each.consent.value, each.caption)
                for each in found
            ]
            write_table(("Id", "Size", "Consent", "Caption"), rows)
        else:
            note("This record has no photo yet.")
        for each in found if folder else ():
            _save(each, plan.photo_bytes(each.sha256), folder or Path())


def _as_json(photo: Photo) -> dict[str, Any]:
    return {
        "id": photo.id,
        "width": photo.width,
        "height": photo.height,
        "caption": photo.caption,
        "credit": photo.credit,
        "taken_at": photo.taken_at or None,
        "taken_lonlat": photo.taken_lonlat,
        "may_show_place": photo.may_show_place,
        "consent": photo.consent.value,
        "sha256": photo.sha256,
    }


def _save(photo: Photo, data: bytes, folder: Path) -> None:
    path = folder / f"{photo.id}{_ENDINGS.get(photo.media_type, '')}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with written_whole(path) as file:
            file.write(data)
    except OSError as error:
        raise Problem(f"“{path}” cannot be written.", said_by(error), "Choose another folder.") from error
    click.echo(path, err=True)


@click.command("photo-edit")
@file_argument
@click.argument("photo_id", metavar="PHOTO")
@click.option("--caption", help="What it shows.")
@click.option("--credit", help="Who took it.")
@click.option("--consent", type=_consent, help="Who may see it.")
@click.option(
    "--may-show-place/--may-not-show-place", default=None, help="Whether its place may be handed on."
)
def photo_edit(file: Path, photo_id: str, **about: Any) -> None:
    """Change what is said about a photo.

    \b
    Example:
      placeplanner photo-edit hindley.gpkg 5e6f7a8b --caption "The front door, in snow"
    """
    values = {name: value for name, value in about.items() if value is not None}
    if not values:
        raise click.UsageError("Say what to change: --caption, --credit, --consent …")
    if "consent" in values:
        values["consent"] = Audience(values["consent"])
    with changing(file) as (plan, steps):
        done = steps.perform(ChangePhoto(_photo(plan, photo_id).id, values))
    say(f"{done.label}." if done else "Nothing changed: it was so already.")


@click.command("photo-remove")
@file_argument
@click.argument("photo_id", metavar="PHOTO")
def photo_remove(file: Path, photo_id: str) -> None:
    """Take a photo away from its record. Undo brings it back.

    \b
    Example:
      placeplanner photo-remove hindley.gpkg 5e6f7a8b
    """
    with changing(file) as (plan, steps):
        done = steps.perform(RemovePhoto(_photo(plan, photo_id).id))
    if done:
        say(f"{done.label}. To bring back: placeplanner undo {file}")


def _photo(plan: Reader, text: str) -> Photo:
    """The photo meant by the beginning of its id. Raises `Problem`."""
    wanted = text.strip().lower()
    every = (each for record in plan.records() for each in plan.photos(record.id))
    found = [each for each in every if wanted and each.id.startswith(wanted)]
    if len(found) != 1:
        what = f"“{text}” may be one of several photos." if found else f"No photo has the id “{text}”."
        raise Problem(what, "", "“placeplanner photos FILE ID” shows the ids of a record’s photos.")
    return found[0]


COMMANDS: tuple[click.Command, ...] = (photo, photos, photo_edit, photo_remove)
