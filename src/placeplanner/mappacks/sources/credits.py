"""Who is to be named for what: the publishers whose files are recognised, in their own words."""

from __future__ import annotations

import re

from placeplanner.mappacks.content import NOT_STATED
from placeplanner.mappacks.haul import Credits

OGL = "Open Government Licence v3.0"
STATISTICIANS = "Office for National Statistics"
_STATISTICS = f"Source: {STATISTICIANS} licensed under the Open Government Licence v.3.0"  # as they ask
_SHORT_NAMES = {
    STATISTICIANS: "ONS",
    "Transport for Greater Manchester": "TfGM",
    "Department for Transport": "DfT",
    "Department for Education": "DfE",
}
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
    return Credits(title, "Ordnance Survey", date, OGL, _os_data(date))


def postcodes(title: str, publisher: str, date: str) -> Credits:
    """Postcodes, in which Royal Mail has a part, whoever publishes them."""
    right = f"copyright and database right{_year(date)}"
    by_statisticians = publisher == STATISTICIANS
    attribution = (
        f"{_os_data(date)}. Contains Royal Mail data © Royal Mail {right}. "
        f"{_STATISTICS if by_statisticians else f'Contains National Statistics data © Crown {right}'}"
    )
    short = f"{_os_data(date)} · {_short('Royal Mail')} · {_short(STATISTICIANS)}"
    return Credits(title, publisher, date, OGL, attribution, short)


def national_statistics(title: str, date: str) -> Credits:
    """Boundaries of the Office for National Statistics."""
    attribution = f"{_STATISTICS}. {_os_data(date)}"
    short = f"{_os_data(date)} · {_short(STATISTICIANS)}"
    return Credits(title, STATISTICIANS, date, OGL, attribution, short)


def historic_england(title: str, date: str) -> Credits:
    """The National Heritage List for England."""
    attribution = (
        f"© Historic England{_year(date)}. {_os_data(date).replace('OS data', 'Ordnance Survey data')}."
        " The most publicly available up to date Historic England GIS Data can be obtained from"
        " HistoricEngland.org.uk"
    )
    short = f"© Historic England{_year(date)} · {_os_data(date)}"
    return Credits(title, "Historic England", date, OGL, attribution, short)


def open_government(title: str, publisher: str, date: str) -> Credits:
    """Another public body."""
    attribution = f"Contains public sector information: {publisher}, {title}, licensed under the {OGL}"
    return Credits(title, publisher, date, OGL, attribution, _short(publisher))


def unknown(title: str, date: str) -> Credits:
    """A file that does not say who made it: nobody is named, which is said wherever its sources are told."""
    return Credits(title, "", date, NOT_STATED, "")


def _os_data(date: str) -> str:
    return f"Contains OS data © Crown copyright and database right{_year(date)}"


def _short(publisher: str) -> str:
    return f"{_SHORT_NAMES.get(publisher, publisher)} data, OGL v3"


def told(credits: Credits) -> str:
    """A source as a record keeps it: publisher, publication, date."""
    return ", ".join(part for part in (credits.publisher, credits.title, credits.date) if part)
