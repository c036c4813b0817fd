"""A question answered by a file: one row with its path; Enter, or any letter, opens the file picker."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path

from textual.events import Paste

from mpwizard.folders import from_paste
from mpwizard.i18n import tr
from mpwizard.tell import tell
from mpwizard.text import one_line
from screens.beside import newest
from screens.widgets.file_picker import FilePicker, Look
from screens.widgets.part import Judge, Remark
from screens.widgets.pick import Pick


class PathPart(Pick):
    """The path of a file that `look` finds nothing against."""

    def __init__(
        self, key: str, title: str, value: str = "", *, look: Look, endings: Iterable[str], judge: Judge
    ) -> None:
        super().__init__(key, title, (), value, judge=judge)
        self._look = look
        self._endings = tuple(endings)
        self._choosing = False

    @property
    def taken(self) -> str:
        """The path itself."""
        return str(self.value)

    def hint(self) -> str:
        """What stands there while nothing is taken."""
        return tr("Enter opens the file picker")

    def on_paste(self, event: Paste) -> None:
        """A path that is pasted is taken as it is, and looked at."""
        event.stop()
        event.prevent_default()  # or the search, too, would take it
        self.put(from_paste(one_line(event.text)))
        self.changed()
        self._look_soon()

    def _search(self, text: str) -> None:
        del text
        if self._choosing:
            return
        self._choosing = True
        begin = Path(str(self.value)).parent if self.value else Path.cwd()
        self.app.push_screen(
            FilePicker(begin, self._look, title=self.title, endings=self._endings), self._chosen_or_not
        )

    def _chosen_or_not(self, path: Path | None) -> None:
        self._choosing = False
        self._picked(str(path) if path is not None else None)
        self._look_soon()

    def _look_soon(self) -> None:
        newest(self, self._see, "look")

    async def _see(self) -> None:
        """Say what is to be said of the file before it is handed in: each picture uses up a change."""
        path = str(self.value)
        glimpse = await asyncio.to_thread(self._look, Path(path).expanduser()) if path else None
        if glimpse is not None and glimpse.problems and path == str(self.value):
            problem = glimpse.problems[0]
            self.remark = Remark(tell(problem).line, problem.severity)
