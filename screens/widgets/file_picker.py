"""Choosing a file by its path: Tab completes, the list below narrows as one types, the file under the cursor is
shown.

What a file is worth says the `look` that is handed in; it runs in a thread and brings no words.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterable
from pathlib import Path

from textual import work
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Key, Paste
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from mpwizard.folders import UP, Entry, Listing, as_typed, completed, fitting, from_paste, listing, split
from mpwizard.i18n import tr
from mpwizard.pictures import Glimpse
from mpwizard.problems import Problem, Refused
from mpwizard.tell import tell
from mpwizard.text import clean, cut_middle
from screens import keys, say
from screens.widgets.modal import MpModal, Words
from screens.widgets.part import Remark
from screens.widgets.picture import PicturePreview
from screens.widgets.prompt import act_at_once
from screens.widgets.still_input import StillInput

LONGEST_PATH = 4096
MOST_ROWS = 200
PATIENCE = 5.0

Look = Callable[[Path], Glimpse]


class PathLine(StillInput):
    """The row that the path is typed into. It keeps the focus; the keys of a list move the list below."""

    BINDINGS = [keys.CURSOR_UP, keys.CURSOR_DOWN, keys.PAGE_UP, keys.PAGE_DOWN]

    class Moved(Message):
        """Another row of the list is wanted, so many below."""

        def __init__(self, rows: int) -> None:
            super().__init__()
            self.rows = rows

    class Completing(Message):
        """What stands here should go on as far as it is sure."""

    DEFAULT_CSS = """
    PathLine, PathLine:focus {
        height: 1;
        border: none;
        border-left: outer $go;
        padding: 0 1;
        background: $lit;
        background-tint: transparent;
        color: $ink;
    }
    """

    PAGE = 8

    def __init__(self, value: str) -> None:
        super().__init__(value, max_length=LONGEST_PATH, select_on_focus=False)

    def put(self, path: str) -> None:
        """Another path, the cursor behind it."""
        self.value = path
        self.cursor_position = len(path)

    async def on_key(self, event: Key) -> None:
        """What is no letter keeps its place among the letters."""
        if not event.is_printable:
            await act_at_once(self, event)

    def on_paste(self, event: Paste) -> None:
        """A path may come in quotes or as the address of a file."""
        event.stop()
        event.prevent_default()
        path = clean(from_paste(event.text), LONGEST_PATH)
        if path.startswith(("/", "~")):
            self.put(path)
        else:
            self.insert_text_at_cursor(path)

    def action_cursor(self, rows: int) -> None:
        self.post_message(self.Moved(rows))

    def action_turn(self, pages: int) -> None:
        self.post_message(self.Moved(pages * self.PAGE))

    def complete(self) -> None:
        """Ask for completion; said by a message, so that it comes after the letters typed before it."""
        self.post_message(self.Completing())


class FilePicker(MpModal[Path]):
    """Gives back the path of the file that was taken, with no link in it; its folder is the one to begin in next time.

    `endings` (`.png`) tell which files are likely; the others are listed in grey. A file whose `look` finds something
    in the way is not taken: its problem is shown, and the choice goes on.
    """

    AUTO_FOCUS = "PathLine"
    HORIZONTAL_BREAKPOINTS = [(0, "-slim"), (76, "-roomy")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-high")]

    DEFAULT_CSS = """
    FilePicker {
        & > Panel { height: 90%; overflow: hidden; }
        & .files-hint { color: $soft; }
        & .files-body { height: 1fr; margin-top: 1; }
        & .files-seen { width: 26; height: 100%; padding-left: 2; }
        & OptionList > .option-list--option-highlighted { background: $chosen; color: $ink; }
    }
    """
    # Above what the style sheet of all dialogs says: here the list takes the rows that are left.
    CSS = """
    FilePicker > Panel OptionList { width: 1fr; height: 100%; max-height: 100%; }
    FilePicker.-low > Panel { height: 100%; padding: 0 2; }
    FilePicker.-low .modal-title { margin-bottom: 0; }
    FilePicker.-low .files-body { margin-top: 0; }
    FilePicker.-slim .files-body, FilePicker.-low .files-body { layout: vertical; }
    FilePicker.-slim Panel OptionList, FilePicker.-low Panel OptionList { width: 100%; height: 1fr; }
    FilePicker.-slim .files-seen, FilePicker.-low .files-seen { width: 100%; height: auto; padding: 0; }
    FilePicker.-slim PicturePreview > Pixels, FilePicker.-low PicturePreview > Pixels { display: none; }
    """

    def __init__(self, folder: Path, look: Look, *, title: str, endings: Iterable[str] = ()) -> None:
        super().__init__()
        self._base = Path(os.path.abspath(folder))
        self._look = look
        self._title = title
        self._endings = tuple(ending.casefold() for ending in endings)
        self._folder: Path | None = None
        self._listing = Listing(())
        self._refused: Refused | None = None
        self._shown: list[Entry] = []
        self._pointed: Entry | None = None
        self._taking = False

    def title_words(self) -> str:
        """The dialog's title."""
        return self._title

    def compose_content(self) -> Iterable[Widget]:
        """The path, what can be done with it, the list and what stands under its cursor."""
        yield PathLine(as_typed(self._base, folder=True))
        yield Words(self._hint(), "$soft", classes="files-hint")
        with Horizontal(classes="files-body"):
            listed = OptionList(markup=False)
            listed.can_focus = False
            yield listed
            with Vertical(classes="files-seen"):
                yield PicturePreview()
        yield Words(classes="files-remarks")

    async def on_mount(self) -> None:
        """The folder to begin in."""
        await self._narrow()

    def on_resize(self) -> None:
        """Another width cuts other names."""
        self.call_after_refresh(self._fill, keep=True)

    def hold(self, key: str) -> bool:
        """Tab goes nowhere here: it completes the path."""
        if key == "\t":
            self.query_one(PathLine).complete()
        return key == "\t"

    async def on_input_changed(self, event: Input.Changed) -> None:
        """Another beginning, another list."""
        event.stop()
        await self._narrow()

    async def on_path_line_completing(self, event: PathLine.Completing) -> None:
        """As far as all names that begin so agree."""
        event.stop()
        line = self.query_one(PathLine)
        typed = line.value
        _folder, leaf = split(typed, self._base)
        whole = "~/" if typed == "~" else typed.removesuffix(leaf) + completed(self._listing.entries, leaf)
        if whole != typed:
            line.put(whole)
            await self._narrow()

    def on_path_line_moved(self, event: PathLine.Moved) -> None:
        """The cursor of the list."""
        event.stop()
        listed = self.query_one(OptionList)
        if self._shown:
            at = listed.highlighted if listed.highlighted is not None else 0
            listed.highlighted = max(0, min(len(self._shown) - 1, at + event.rows))

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """Open the folder under the cursor, or take the file."""
        event.stop()
        at = self.query_one(OptionList).highlighted
        if at is not None and at < len(self._shown):
            await self._choose(self._shown[at])
        elif self._refused is None:
            self._say_problem(Problem("picture_missing"))

    async def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """The same with the mouse."""
        event.stop()
        await self._choose(self._shown[event.option_index])

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show what stands under the cursor."""
        event.stop()
        if event.option_index >= len(self._shown):  # said of a list that was replaced since
            return
        self._pointed = self._shown[event.option_index]
        self._see()

    # --- what is in the folder ---------------------------------------------------------------------------------------

    async def _narrow(self) -> None:
        folder, _leaf = split(self.query_one(PathLine).value, self._base)
        if folder != self._folder:
            self._folder, self._listing, self._refused = folder, Listing(()), None
            try:
                async with asyncio.timeout(PATIENCE):
                    self._listing = await asyncio.to_thread(listing, folder)
            except Refused as refused:
                self._refused = refused
            except TimeoutError:
                self._refused = Refused("folder_slow")
        self._fill()

    def _fill(self, *, keep: bool = False) -> None:
        """The names that fit what is typed. `keep` the cursor where it is, and what was said; else it stands on the
        likeliest."""
        folder, leaf = split(self.query_one(PathLine).value, self._base)
        if folder != self._folder:
            return
        fits = fitting(self._listing.entries, leaf)
        above = [Entry(UP, folder=True)] if not leaf and folder.parent != folder else []
        self._shown = [*above, *fits[:MOST_ROWS]]
        listed = self.query_one(OptionList)
        before = listed.highlighted
        rows = [Option(self._row(each, max(8, listed.size.width - 2))) for each in self._shown]
        if len(fits) > MOST_ROWS or self._listing.more:
            rows.append(Option(say.text(tr("… and more. Type to narrow the list."), "$soft"), disabled=True))
        listed.clear_options()
        listed.add_options(rows)
        first = len(above) if fits else 0
        listed.highlighted = (before if keep and before is not None else first) if self._shown else None
        if not self._shown:
            self._pointed = None
            self._see()
        if not keep:
            self._say_state(found=bool(fits), leaf=leaf)

    def _say_state(self, *, found: bool, leaf: str) -> None:
        if self._refused is not None:
            self._say_problem(Problem(self._refused.refusal.key))
        elif not found and leaf:
            self._say(tr("Nothing here is called so."), "$soon")
        elif not found:
            self._say(tr("This folder is empty. A dot shows what is hidden."), "$soft")
        else:
            self._say(self._hint(), "$soft")

    @staticmethod
    def _hint() -> str:
        return tr("Tab completes · Enter opens or takes · a dot shows hidden")

    def _say(self, words: str, style: str) -> None:
        self.query_one(".files-hint", Words).say(words, style)

    def _say_problem(self, problem: Problem) -> None:
        self._say(Remark(tell(problem).line).line, "$wrong")

    def _row(self, entry: Entry, room: int) -> Content:
        name = cut_middle(clean(entry.name, LONGEST_PATH) or "?", room - 1 if entry.folder else room)
        if entry.folder:
            return say.text(f"{name}/", "$fact")
        likely = not self._endings or entry.name.casefold().endswith(self._endings)
        return say.text(name, "$ink" if likely else "$soft")

    def _path(self, entry: Entry) -> Path:
        folder = self._folder or self._base
        return folder.parent if entry.name == UP else folder / entry.name

    # --- one file ----------------------------------------------------------------------------------------------------

    @work(exclusive=True, exit_on_error=False)
    async def _see(self) -> None:
        """Look at what the cursor points at; a newer look ends this one."""
        entry = self._pointed
        if entry is None or entry.folder:
            self._show_glimpse(Glimpse("", None, ()))
        else:
            self._show_glimpse(await asyncio.to_thread(self._look, _real(self._path(entry))))

    def _show_glimpse(self, glimpse: Glimpse) -> None:
        self.query_one(PicturePreview).show(glimpse.thumbnail, glimpse.facts)
        said = [Remark(tell(each).line, each.severity).line for each in glimpse.problems]
        self.query_one(".files-remarks", Words).say("\n".join(said), "$soon" if glimpse.usable else "$wrong")

    async def _choose(self, entry: Entry) -> None:
        if entry.folder:
            self.query_one(PathLine).put(as_typed(self._path(entry), folder=True))
            await self._narrow()
        elif not self._taking:
            self._taking = True
            # A screen's own worker would end with the screen that it closes.
            self.app.run_worker(self._take(_real(self._path(entry))), exit_on_error=False)

    async def _take(self, path: Path) -> None:
        try:
            glimpse = await asyncio.to_thread(self._look, path)
        finally:
            self._taking = False
        if not self.is_current:
            return
        if glimpse.usable:
            self.dismiss(path)
        else:
            self._show_glimpse(glimpse)
            # Beside what is typed, too: of what stands below the list nobody knows that it answers this Enter.
            for problem in glimpse.problems[:1]:
                self._say_problem(problem)


def _real(path: Path) -> Path:
    """Where a path leads to in the end: what is looked at is what is taken."""
    return Path(os.path.realpath(path))
