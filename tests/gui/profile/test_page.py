"""The profile's page: what is seen is what would be written, words are kept and undone, nothing is clipped."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDateEdit,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QTableView,
)
from pytestqt.qtbot import QtBot

from placeplanner.domain.kinds import Audience
from placeplanner.domain.shaping import Shaping
from placeplanner.edits.records import AddRecord
from placeplanner.edits.shaping import shaping_of
from placeplanner.errors import Problem
from placeplanner.gui import theme
from placeplanner.gui.profile.page import ProfilePage
from placeplanner.gui.profile.period_form import PeriodForm
from placeplanner.gui.shell import chooser
from placeplanner.gui.shell.plan_page import PlanPage
from placeplanner.settings import Settings
from tests.builders import a_record
from tests.gui.on_screen import on_screen, plan_on_screen
from tests.profile.hindley import a_plan_of_hindley, hindley_of, only_hindley

WAIT_MS = 30_000


@pytest.fixture
def page(qtbot: QtBot, tmp_path: Path) -> Iterator[PlanPage]:
    plan = a_plan_of_hindley(tmp_path)
    with plan_on_screen(qtbot, plan, hindley_of(plan), Settings()) as page:
        yield page


def opened(page: PlanPage, qtbot: QtBot) -> ProfilePage:
    page.show_side("profile")
    panel = page.side.exporting.panel
    qtbot.waitUntil(lambda: panel.leaf.count > 0, timeout=WAIT_MS)
    return panel


def kept(page: PlanPage, audience: Audience = Audience.PARTNERSHIP) -> Shaping:
    return shaping_of(page.desk.plan, Shaping.of(hindley_of(page.desk.plan).code, audience))  # type: ignore[arg-type]


def test_the_pages_are_seen_and_turned_by_keys(page: PlanPage, qtbot: QtBot) -> None:
    panel = opened(page, qtbot)
    assert panel.leaf.number == 0
    assert "Hindley" in panel.leaf._scroll.accessibleDescription()
    panel.leaf._scroll.setFocus()
    qtbot.keyClick(panel.leaf._scroll, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: panel.leaf._where.text().startswith("Page 2 of"), timeout=WAIT_MS)
    before = panel.leaf.scale
    panel.leaf.near.click()
    assert panel.leaf.scale > before
    panel.leaf.zoom_to_fit()
    assert panel.leaf.scale == before


def test_a_foreword_is_seen_after_a_pause_and_kept_when_the_field_is_left(
    page: PlanPage, qtbot: QtBot
) -> None:
    panel = opened(page, qtbot)
    panel.words.foreword.setFocus()
    qtbot.keyClicks(panel.words.foreword, "We love it here.")
    assert kept(page).foreword == ""
    seen = panel.leaf._scroll.accessibleDescription
    qtbot.waitUntil(lambda: "We love it here." in seen(), timeout=WAIT_MS)
    panel.words.title.setFocus()
    qtbot.waitUntil(lambda: kept(page).foreword == "We love it here.", timeout=WAIT_MS)
    page.desk.undo()
    assert kept(page).foreword == "" and panel.words.foreword.toPlainText() == ""


def test_what_this_audience_is_not_shown_cannot_be_overlooked(page: PlanPage, qtbot: QtBot) -> None:
    place = hindley_of(page.desk.plan)
    point = place.geometry.representative_point()
    page.desk.perform(AddRecord(a_record(name="Ours alone", geometry=point, consent=Audience.GROUP)))
    panel = opened(page, qtbot)
    qtbot.waitUntil(lambda: "left out: see why" in panel.missing.text(), timeout=WAIT_MS)
    assert panel.missing.isVisible()
    panel.missing.click()
    assert panel.left_out.isVisible() and "Ours alone" in panel.left_out.words()


def test_a_section_is_switched_off_and_brought_down(page: PlanPage, qtbot: QtBot) -> None:
    panel = opened(page, qtbot)
    sections = panel.contents.sections
    qtbot.waitUntil(lambda: sections.list.count() == 6, timeout=WAIT_MS)
    sections.list.setCurrentRow(0)
    sections.down.click()
    assert kept(page).order[:2] == ("pride", "know")
    sections.list.item(5).setCheckState(Qt.CheckState.Unchecked)
    assert kept(page).off == ("right",)


def test_opening_words_are_edited_and_the_sections_own_are_no_edit(page: PlanPage, qtbot: QtBot) -> None:
    panel = opened(page, qtbot)
    qtbot.waitUntil(lambda: bool(panel.contents.lead.toPlainText()), timeout=WAIT_MS)
    panel.tabs.setCurrentIndex(1)
    panel.contents.lead.setFocus()
    own = panel.contents.lead.toPlainText()
    panel.contents.lead.setPlainText("Where we live.")
    panel.contents.sections.list.setFocus()
    qtbot.waitUntil(lambda: dict(kept(page).leads) == {"know": "Where we live."}, timeout=WAIT_MS)
    panel.contents.lead.setFocus()
    panel.contents.lead.setPlainText(own)
    panel.contents.sections.list.setFocus()
    qtbot.waitUntil(lambda: dict(kept(page).leads) == {}, timeout=WAIT_MS)


def test_each_audience_has_words_of_its_own_and_sees_what_is_left_out(page: PlanPage, qtbot: QtBot) -> None:
    panel = opened(page, qtbot)
    panel.words.title.setText("For partners")
    panel.words.typed.emit()
    panel.audiences.setCurrentIndex(panel.audiences.findData(Audience.PUBLIC.value))
    assert panel.words.title.text() == ""
    assert kept(page).title == "For partners" and kept(page, Audience.PUBLIC).title == ""
    qtbot.waitUntil(lambda: "For: everyone" in panel.left_out.words(), timeout=WAIT_MS)
    assert "Zanzibar Lane" in panel.left_out.words()
    assert "1 record and 1 photo are left out." in panel.left_out.words()


def test_one_audiences_opening_words_are_not_taken_over_by_another(page: PlanPage, qtbot: QtBot) -> None:
    panel = opened(page, qtbot)
    qtbot.waitUntil(lambda: panel.contents.sections.list.count() == 6, timeout=WAIT_MS)
    panel.contents.lead.setPlainText("Where we live.")
    panel.contents.sections.list.item(5).setCheckState(Qt.CheckState.Unchecked)
    panel.audiences.setCurrentIndex(panel.audiences.findData(Audience.PUBLIC.value))
    panel.words.title.setText("For all")  # before its pages are there
    panel.words.typed.emit()
    page.side.exporting.studio.settle()
    assert dict(kept(page).leads) == {"know": "Where we live."} and kept(page).off == ("right",)
    public = kept(page, Audience.PUBLIC)
    assert (public.title, dict(public.leads), public.off, public.order) == ("For all", {}, (), ())


def test_what_is_being_written_stays_when_the_plan_changes_or_another_place_is_chosen(
    page: PlanPage, qtbot: QtBot
) -> None:
    panel = opened(page, qtbot)
    panel.words.foreword.setFocus()
    qtbot.keyClicks(panel.words.foreword, "We love it")
    page.desk.perform(AddRecord(a_record(name="Meanwhile")))
    assert panel.words.foreword.toPlainText() == "We love it"
    here = kept(page)
    borough = page.desk.plan.places.borough
    assert here.foreword == "" and borough
    page.desk.stand_in(borough.code)
    assert kept(page).foreword == "We love it"
    assert panel.words.foreword.toPlainText() == ""


def test_a_logo_is_taken_in_and_removed(
    page: PlanPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = io.BytesIO()
    Image.new("RGB", (60, 30), "red").save(out, "PNG")
    (tmp_path / "logo.png").write_bytes(out.getvalue())
    (tmp_path / "no.png").write_text("not a picture")
    refused: list[object] = []
    page.desk.refused.connect(refused.append)
    panel = opened(page, qtbot)
    for name in ("no.png", "gone.png", "logo.png"):
        monkeypatch.setattr(chooser, "logo", lambda parent, name=name: tmp_path / name)
        panel.words.choose_logo.click()
    assert len(refused) == 2
    assert page.desk.plan.photo_bytes(kept(page).logo)
    assert not panel.words.remove_logo.isHidden()
    panel.words.remove_logo.click()
    assert kept(page).logo == ""


def test_esc_leads_back_to_the_map_and_nothing_written_is_lost(page: PlanPage, qtbot: QtBot) -> None:
    panel = opened(page, qtbot)
    qtbot.keyClicks(panel.words.title, "Our town")
    qtbot.keyClick(panel.words.title, Qt.Key.Key_Escape)
    assert page.middle.currentWidget() is page.body
    assert kept(page).title == "Our town"


def test_the_files_are_made_with_what_was_just_written(
    page: PlanPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = opened(page, qtbot)
    for code, box in panel.files._boxes:
        box.setChecked(code == "html")
    qtbot.keyClicks(panel.words.title, "Our town")
    monkeypatch.setattr(chooser, "folder_for_profile", lambda parent: tmp_path / "out")
    panel.making.make.click()
    qtbot.waitUntil(lambda: page.side.exporting.job is None, timeout=WAIT_MS)
    assert '<h1 dir="auto">Our town</h1>' in (tmp_path / "out" / "hindley-profile.html").read_text("utf-8")
    assert not panel.making.open.isHidden()
    assert panel.making.words().startswith("1 file made in")
    for _, box in panel.files._boxes:
        box.setChecked(False)
    assert not panel.making.make.isEnabled() and panel.making.make.toolTip()


def test_everything_has_a_name_and_nothing_is_clipped_at_1280_by_720(page: PlanPage, qtbot: QtBot) -> None:
    panel = opened(page, qtbot)
    for tab in range(panel.tabs.count()):
        panel.tabs.setCurrentIndex(tab)
        for kind in (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QListWidget):
            for widget in panel.findChildren(kind):
                if (
                    not widget.isVisible()
                    or widget.objectName().startswith("qt_")
                    or "Scroll" in type(widget.parent()).__name__
                ):
                    continue
                words = widget.accessibleName() or (
                    widget.text() if isinstance(widget, QAbstractButton) else ""
                )
                assert words, widget
                right = widget.mapTo(panel, QPoint(widget.width(), 0)).x()
                assert right <= panel.width(), (words, right)
    assert panel.making.make.mapTo(page, QPoint(0, panel.making.make.height())).y() <= page.height()
    assert page.minimumSizeHint().width() <= 1280 and page.minimumSizeHint().height() <= 720


def test_what_has_changed_is_told_since_a_day(page: PlanPage, qtbot: QtBot) -> None:
    panel = opened(page, qtbot)
    studio = page.side.exporting.studio
    changes = panel.changes
    assert changes.period() is None and changes.until.isHidden() and changes.since.day.isHidden()
    changes.since.choice.setCurrentText("A day…")
    assert not changes.until.isHidden() and not changes.since.day.isHidden()
    period = changes.period()
    assert period is not None and period.until is None

    def is_told() -> bool:
        wish = studio._preview._wish
        return wish is not None and wish.period == period

    qtbot.waitUntil(is_told, timeout=WAIT_MS)


def made(page: PlanPage, qtbot: QtBot, folder: Path) -> None:
    """Make the page of the profile, and wait for it."""
    panel = page.side.exporting.panel
    for code, box in panel.files._boxes:
        box.setChecked(code == "html")
    page.side.exporting.export(folder, panel.audience(), panel.files.formats())
    qtbot.waitUntil(lambda: page.side.exporting.job is None, timeout=WAIT_MS)


def test_a_profile_that_was_made_can_be_chosen_and_the_next_says_what_changed_since(
    page: PlanPage, qtbot: QtBot, tmp_path: Path
) -> None:
    panel = opened(page, qtbot)
    since = panel.changes.since.choice
    assert [since.itemText(i) for i in range(since.count())] == ["Do not say what has changed", "A day…"]
    undo, steps, saved = page.desk.history.undo_label, page.desk.history.steps(), page.desk.saved_at
    made(page, qtbot, tmp_path)
    assert since.count() == 3 and since.itemText(1).endswith(", for the partnership")
    assert (page.desk.history.undo_label, page.desk.history.steps(), page.desk.saved_at) == (
        undo,
        steps,
        saved,
    )
    page.desk.perform(AddRecord(a_record(name="Brand-new bench", consent=Audience.PUBLIC)))
    assert panel.changes.period() is None, "what is chosen stays"
    since.setFocus()
    qtbot.keyClick(since, Qt.Key.Key_Down)
    period = panel.changes.period()
    assert period is not None and since.toolTip() == since.currentText()
    made(page, qtbot, tmp_path)
    told = (tmp_path / "hindley-profile.html").read_text("utf-8")
    assert "One record added (Brand-new bench)." in told
    assert since.currentIndex() == 2, "the newest stands first, and the chosen one stays chosen"
    panel.changes.until.choice.setCurrentIndex(1)
    made(page, qtbot, tmp_path)
    assert "All else in this profile is as it is now." in (tmp_path / "hindley-profile.html").read_text(
        "utf-8"
    )
    page.desk.stand_in("town-leigh")
    assert since.count() == 2 and panel.changes.period() is None


def test_what_runs_backwards_is_told_and_not_made(page: PlanPage, qtbot: QtBot, tmp_path: Path) -> None:
    panel = opened(page, qtbot)
    changes = panel.changes
    changes.since.choice.setCurrentText("A day…")
    changes.until.choice.setCurrentText("A day…")
    changes.until.day.setDate(changes.since.day.date().addDays(-1))
    panel.tabs.setCurrentIndex(2)
    assert "cannot be told backwards" in changes._problem.text() and changes._problem.isVisible()
    assert "cannot be told backwards" in panel.leaf._paper.text()
    page.side.exporting.export(tmp_path / "out", Audience.PARTNERSHIP, ("html",))
    assert "cannot be told backwards" in panel.making.words() and not (tmp_path / "out").exists()
    changes.until.day.setDate(changes.since.day.date())
    assert not changes._problem.isVisible() and changes.period() is not None


def test_a_profile_is_made_though_the_plan_cannot_remember_it(
    page: PlanPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = opened(page, qtbot)

    def refuse(edit: object) -> None:
        raise Problem("The plan cannot be changed.", "It is read-only.", "Copy it.")

    monkeypatch.setattr(page.desk.history, "keep", refuse)
    made(page, qtbot, tmp_path)
    assert (tmp_path / "hindley-profile.html").exists()
    assert "not remembered in the plan. The plan cannot be changed." in panel.making.words()


def test_an_atlas_of_all_places_is_made_in_the_window(
    page: PlanPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_hindley(monkeypatch)
    panel = opened(page, qtbot)
    page.side.exporting.export_atlas(tmp_path / "atlas", Audience.PARTNERSHIP)
    qtbot.waitUntil(lambda: page.side.exporting.job is None, timeout=WAIT_MS)
    assert (tmp_path / "atlas" / "atlas.pdf").exists() and (tmp_path / "atlas" / "index.html").exists()
    assert "files made in" in panel.making.words()


def test_who_gives_an_atlas_up_is_told_that_it_can_go_on_later(
    page: PlanPage, qtbot: QtBot, tmp_path: Path
) -> None:
    panel, exporting = opened(page, qtbot), page.side.exporting
    exporting.export_atlas(tmp_path / "atlas", Audience.PARTNERSHIP)
    panel.making.cancel.click()
    qtbot.waitUntil(lambda: exporting.job is None, timeout=WAIT_MS)
    assert "goes on from there" in panel.making.words() and str(tmp_path / "atlas") in panel.making.words()
    exporting.export(tmp_path / "profile", Audience.PARTNERSHIP, ("pdf",))
    panel.making.cancel.click()
    qtbot.waitUntil(lambda: exporting.job is None, timeout=WAIT_MS)
    assert "Nothing half-made" in panel.making.words()


def test_while_files_are_made_no_atlas_can_be_asked_for(page: PlanPage, qtbot: QtBot, tmp_path: Path) -> None:
    panel, exporting = opened(page, qtbot), page.side.exporting
    exporting.export(tmp_path / "profile", Audience.PARTNERSHIP, ("html",))
    assert not panel.files.atlas.isEnabled()
    qtbot.waitUntil(lambda: exporting.job is None, timeout=WAIT_MS)
    assert panel.files.atlas.isEnabled()


def test_the_days_of_the_week_are_read_whole_in_the_calendar(qtbot: QtBot) -> None:
    theme.apply(QApplication.instance(), theme.Scheme.LIGHT)  # type: ignore[arg-type]
    form = on_screen(qtbot, PeriodForm(), 340, 400)
    month = form.findChild(QDateEdit).calendarWidget()
    month.setParent(form)
    month.show()
    table = month.findChild(QTableView)
    assert min(table.columnWidth(column) for column in range(7)) >= theme.TARGET
    assert table.columnWidth(0) > table.fontMetrics().horizontalAdvance("Wed")
