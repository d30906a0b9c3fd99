"""Who is to be named for what: the publishers whose files are recognised, in their own words."""

from __future__ import annotations

import re

from placeplanner.mappacks.haul import Credits

OGL = "Open Government Licence v3.0"
_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:[-_](0[1-9]|1[0-2]))?(?:[-_](0[1-9]|[12]\d|3[01]))?(?!\d)")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = re.compile(r"(?<![a-z])(" + "|".join(_MONTHS) + r")[a-z]*[ _-]?((?:19|20)\d\d)(?!\d)", re.IGNORECASE)


def date_in(name: str) -> str:
    """The date that a file's name gives, as exactly as it does: "2018-08"; "" where it gives none."""
    if month := _MONTH.search(name):
        return f"{month[2]}-{_MONTHS.index(month[1].casefold()) + 1:02d}"
    found = list(_DATE.finditer(name))
    return "-".join(part for part in found[-1].groups() if part) if found else ""


def _year(date: str) -> str:
    return f" {date[:4]}" if date else ""


def ordnance_survey(title: str, date: str) -> Credits:
    """OS OpenData."""
    attribution = f"Contains OS data © Crown copyright and database right{_year(date)}"
    return Credits(title, "Ordnance Survey", date, OGL, attribution)


def postcodes(title: str, publisher: str, date: str) -> Credits:
    """Postcodes, in which Royal Mail has a part, whoever publishes them."""
    year = _year(date)
    attribution = (
        f"Contains OS data © Crown copyright and database right{year},"
        f" Royal Mail data © Royal Mail copyright and database right{year}"
        " and National Statistics data © Crown copyright and database right" + year
    )
    return Credits(title, publisher, date, OGL, attribution)


def national_statistics(title: str, date: str) -> Credits:
    """Boundaries of the Office for National Statistics."""
    attribution = (
        "Source: Office for National Statistics, Open Government Licence v3.0."
        f" Contains OS data © Crown copyright and database right{_year(date)}"
    )
    return Credits(title, "Office for National Statistics", date, OGL, attribution)


def historic_england(title: str, date: str) -> Credits:
    """The National Heritage List for England."""
    attribution = (
        f"© Historic England{_year(date)}. Contains OS data © Crown copyright and database right{_year(date)}"
    )
    return Credits(title, "Historic England", date, OGL, attribution)


def open_government(title: str, publisher: str, date: str) -> Credits:
    """Another public body."""
    said = f"{publisher}, {title}" if publisher else title
    return Credits(title, publisher, date, OGL, f"Contains public sector information: {said}, {OGL}")


def unknown(title: str, date: str) -> Credits:
    """A file that does not say who made it."""
    return Credits(title, "", date, "not stated in the file", title)


def told(credits: Credits) -> str:
    """A source as a record keeps it: publisher, publication, date."""
    return ", ".join(part for part in (credits.publisher, credits.title, credits.date) if part)
