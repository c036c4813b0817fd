"""A question answered by a file: one row with its path; Enter, or any letter, opens the file picker."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from textual.events import Paste

from mpwizard.i18n import tr
from mpwizard.text import one_line
from screens.widgets.file_picker import FilePicker, Look
from screens.widgets.part import Judge
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
        """A path that is pasted is taken as it is; it is looked at when the form is handed in."""
        event.stop()
        event.prevent_default()  # or the search, too, would take it
        self.put(one_line(event.text))
        self.changed()
        self.judge_now()

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
