"""The one window: the welcome page or an open plan, and everything that concerns whole files."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QMainWindow, QStackedWidget

from placeplanner import paths
from placeplanner.domain.catalogue import load_catalogue
from placeplanner.errors import Problem
from placeplanner.gui.dropping import files_in, take_as_copy
from placeplanner.gui.jobs import jobs
from placeplanner.gui.shell import chooser
from placeplanner.gui.shell.desk import Desk
from placeplanner.gui.shell.grounds import takes
from placeplanner.gui.shell.plan_page import PlanPage
from placeplanner.settings import Settings, save
from placeplanner.store import backups
from placeplanner.store.opening import is_map_data
from placeplanner.store.planfile import PlanFile

if TYPE_CHECKING:
    from placeplanner.gui.maps.arrival import Arrival
    from placeplanner.gui.shell.welcome import Welcome

SAMPLE = "Sample plan.gpkg"

_TITLE_BAR = 40  # pixels at most, which no system tells before the window is shown


class MainWindow(QMainWindow):
    """The window. `page` is the open plan's page, or None on the welcome page."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings
        self.page: PlanPage | None = None
        self.setWindowTitle("Place Planner")
        self.setAcceptDrops(True)
        room = self.screen().availableSize() - QSize(0, _TITLE_BAR)
        self.resize(QSize(1280, 800).boundedTo(room))
        self._pages = QStackedWidget()
        self.setCentralWidget(self._pages)

    @cached_property
    def welcome(self) -> Welcome:
        """The welcome page, made when it is first shown."""
        from placeplanner.gui.shell.welcome import Welcome

        page = Welcome()
        page.new_wanted.connect(self.new_plan)
        page.open_wanted.connect(self.choose_plan)
        page.sample_wanted.connect(self.open_sample)
        page.recent_wanted.connect(lambda path: self.open_plan(Path(path)))
        page.backup_wanted.connect(lambda path: self.restore(Path(path)))
        self._pages.addWidget(page)
        return page

    def show_welcome(self) -> None:
        """Close the plan, if one is open, and show the welcome page."""
        self._close_page()
        self.welcome.refuse(None)
        self.welcome.show_recent(self.settings.recent)
        self.welcome.show_backups(backups.backups_in())
        self._pages.setCurrentWidget(self.welcome)
        self.setWindowTitle("Place Planner")

    def _close_page(self) -> None:
        if self.page is None:
            return
        page, self.page = self.page, None
        self.settings = page.desk.settings
        page.close_plan()
        self._pages.removeWidget(page)
        page.deleteLater()

    def open_plan(self, path: Path) -> bool:
        """Open a plan in place of what is open; a `Problem` is told where the person is, and nothing changes."""
        try:
            plan = PlanFile.open(path, load_catalogue())
        except Problem as problem:
            self._refuse(problem)
            return False
        return self._show(plan)

    def _show(self, plan: PlanFile) -> bool:
        """Show a plan in place of what is open; False where it cannot be read, and nothing has been closed for it."""
        opened = self.settings if self.page is None else self.page.desk.settings
        opened = opened.opened(plan.path.absolute())
        try:
            desk = Desk(plan, opened)
        except Problem as problem:
            plan.close()
            self._refuse(problem)
            return False
        self._close_page()
        self.settings = opened
        save(self.settings)
        page = PlanPage(desk)
        page.files_wanted.connect(self._file_operation)
        self.page = page
        self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        self.setWindowTitle(f"{plan.name} – Place Planner")
        page.start()
        QTimer.singleShot(1500, page, lambda: page.desk.back_up())
        if "_arrival" in self.__dict__ and (waiting := self._arrival.waiting()):
            page.maps.take_files(waiting)
        return True

    def _refuse(self, problem: Problem) -> None:
        if self.page is not None:
            self.page.refuse(problem)
        else:
            self.show_welcome()
            self.welcome.refuse(problem)

    def _file_operation(self, name: str) -> None:
        acts = {
            "new": self.new_plan,
            "open": self.choose_plan,
            "sample": self.open_sample,
            "welcome": self.show_welcome,
            "close": self.close,
            "full_screen": self.toggle_full_screen,
        }
        if name in ("close", "full_screen") or self._may_leave():
            acts[name]()

    def _may_leave(self) -> bool:
        return self.page is None or self.page.may_leave()

    def new_plan(self) -> None:
        """Make a new plan where the person says."""
        path = chooser.new_plan(self)
        if path is None:
            return
        from placeplanner.mappacks.shipped import shipped_places

        try:
            plan = PlanFile.create(path, load_catalogue(), shipped_places())
        except Problem as problem:
            self._refuse(problem)
            return
        self._show(plan)

    def choose_plan(self) -> None:
        """Open a plan that the person picks."""
        path = chooser.plan_to_open(self)
        if path is not None:
            self.open_plan(path)

    def open_sample(self) -> None:
        """Open the sample plan; it is made anew where there is none."""
        path = paths.documents() / SAMPLE
        if path.exists():
            self.open_plan(path)
            return
        from placeplanner.exchange.sample import make_sample_plan
        from placeplanner.mappacks.shipped import shipped_places

        try:
            plan = make_sample_plan(path, load_catalogue(), shipped_places())
        except Problem as problem:
            self._refuse(problem)
            return
        self._show(plan)

    def restore(self, backup: Path) -> None:
        """Put a backup where the person says, and open it."""
        found = next((one for one in backups.backups_in(backup.parent) if one.path == backup), None)
        to = chooser.where_to_restore(self, found.stem if found else backup.stem)
        if to is None:
            return
        try:
            kept = backups.restore(backup, to)
        except Problem as problem:
            self._refuse(problem)
            return
        if self.open_plan(to) and self.page is not None:
            words = "The backup is back."
            self.page.say(f"{words} What was there before is kept as “{kept.name}”." if kept else words)

    def toggle_full_screen(self) -> None:
        """Fill the screen, or stop doing so."""
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if takes(files_in(event)):
            take_as_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        take_as_copy(event)
        self.take_files(files_in(event))

    def take_files(self, files: Sequence[Path]) -> None:
        """Files that were dropped anywhere: a plan is opened, anything else may be a map or be made one."""
        plans = (path for path in files if path.suffix.lower() == ".gpkg")
        plan = next((path for path in plans if not is_map_data(path)), None)
        if plan is not None:
            if self._may_leave():
                self.open_plan(plan)
            return
        if self.page is None:
            self._arrival.take(files)
            return
        self.page.maps.take_files(files)

    @cached_property
    def _arrival(self) -> Arrival:
        """What takes maps while no plan is open."""
        from placeplanner.gui.maps.arrival import Arrival

        made = Arrival(self)
        made.said.connect(self._say)
        made.refused.connect(self._refuse)
        made.installed.connect(lambda: self.page.maps.look_again() if self.page else None)
        return made

    def _say(self, words: str) -> None:
        if self.page is not None:
            self.page.say(words)
        else:
            self.welcome.say(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the keyboard, as people expect, and not only the space bar."""
        button = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(button, QAbstractButton):
            button.click()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_leave():
            event.ignore()
            return
        self._close_page()
        jobs().cancel_all()
        super().closeEvent(event)
