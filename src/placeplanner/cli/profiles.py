"""What the commands that hand on profiles ask alike, and how they write one.

An option that `export`, `profile` and `atlas` share stands here once: what it says reaches them as `Asked`.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import wraps
from pathlib import Path
from typing import Any

import click
from msgspec import Struct
from msgspec.structs import fields

from placeplanner.cli.periods import period_of, period_options
from placeplanner.cli.printing import note
from placeplanner.cli.street_maps import street_map, street_options
from placeplanner.domain.earlier import EarlierProfile
from placeplanner.domain.hiding import Hiding, HomesShown
from placeplanner.domain.kinds import Audience
from placeplanner.domain.moment import Period
from placeplanner.domain.place import Place
from placeplanner.domain.reader import Reader
from placeplanner.domain.streetmap import StreetMap
from placeplanner.edits.earlier import RememberProfile, made_now
from placeplanner.edits.history import History
from placeplanner.errors import Problem
from placeplanner.exchange.redact import Redacted
from placeplanner.store.planfile import PlanFile

FORMATS = (
    "pdf",
    "html",
    "csv",
    "xlsx",
    "geojson",
    "gpkg",
)  # as the profile writes them; importing it takes a while
ON_PAPER = ("easy", "poster")
HANDED_ON = ("acv", "local-list", "services", "greenspace")
EVERY_FORMAT = (*FORMATS, *ON_PAPER, *HANDED_ON)

place_option = click.option(
    "--place", "place_name", metavar="PLACE", required=True, help="A town, a neighbourhood, or “borough”."
)
audience_option = click.option(
    "--audience",
    type=click.Choice(list(Audience), case_sensitive=False),
    default=Audience.PARTNERSHIP.value,
    show_default=True,
    help="Whom it is for; what others may not see is left out, and counted.",
)


homes_option = click.option(
    "--homes",
    type=click.Choice([each.value for each in HomesShown], case_sensitive=False),
    default=HomesShown.SECTOR.value,
    show_default=True,
    callback=lambda context, parameter, word: HomesShown(word),
    help="Where others see somebody's home: in the middle of its postcode sector (of its neighbourhood where no "
    "map pack knows postcodes), of its neighbourhood, or nowhere.",
)


class Asked(Struct, frozen=True):
    """What is asked of a profile, or of all."""

    audience: Audience
    pack: Path | None
    no_streets: bool
    since: str | None
    until: str | None
    homes: HomesShown

    def streets(self) -> AbstractContextManager[StreetMap | None]:
        """The street map to draw on, open while the block runs. Raises `Problem`."""
        return street_map(self.pack, no_streets=self.no_streets)

    def period(self, plan: Reader) -> Period | None:
        """Whose changes are to be told, if any. Raises `Problem`."""
        return period_of(plan, self.since, self.until)

    def hiding(self) -> Hiding:
        """Where others see somebody's home. Raises `Problem`."""
        from placeplanner.mappacks.postcodes import hiding

        return hiding(self.homes, self.pack)


def folder_option(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The folder to write into, under the option's own name: `folder`."""
    return click.option(
        name,
        "folder",
        type=click.Path(path_type=Path),
        metavar="DIR",
        required=True,
        help="Where to write it.",
    )


def asked_of_profiles(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of a command that makes one profile or all; it hears of them as `asked`."""

    @wraps(command)
    def gathered(*args: Any, **values: Any) -> Any:
        asked = Asked(**{each.name: values.pop(each.name) for each in fields(Asked)})
        return command(*args, asked=asked, **values)

    return audience_option(homes_option(street_options(period_options(gathered))))


def write(plan: PlanFile, place: Place, folder: Path, formats: tuple[str, ...], asked: Asked) -> None:
    """Write a profile into a folder, and say on the way what is done and what is left out. Raises `Problem`."""
    from placeplanner.profile.content import revision_of
    from placeplanner.profile.export import export_profile
    from placeplanner.profile.released import released_to

    period, moment, homes = asked.period(plan), plan.moment(), asked.hiding()
    with asked.streets() as streets:
        written = export_profile(
            plan,
            place,
            folder,
            formats=formats,
            audience=asked.audience,
            period=period,
            progress=tell_progress,
            streets=streets,
            homes=homes,
        )
    for path in written:
        click.echo(path)
    found = released_to(plan, place, asked.audience, homes)
    _tell_left_out(found)
    remember(plan, made_now(place.code, asked.audience, moment, revision_of(found.records), formats))


def remember(plan: PlanFile, made: EarlierProfile) -> None:
    """Keep in the plan that a profile was made; where that cannot be, say so: the profile is there all the same."""
    try:
        History(plan).keep(RememberProfile(made))
    except Problem as problem:
        note(f"That this was made is not remembered, so no later profile can be told since it. {problem}")


def tell_progress(doing: str, part: float) -> None:
    """Say what is being done and how much of it is behind us (0 to 1)."""
    note(f"{doing} … {part:.0%}")


def _tell_left_out(found: Redacted) -> None:
    for sentence in found.sentences:
        note(sentence)
    if not found.records:
        note("No record of this place may be shown to them, so the profile has only its figures.")
