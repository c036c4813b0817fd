"""Two people changed the same step: both versions, field by field, and the user picks. Nothing was overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from mpwizard.i18n import tr
from screens import say
from screens.widgets.modal import MpModal, Words

SEEN_AFTER = 1.0


class Pick(Enum):
    """Whose version is to stand."""

    MINE = "mine"
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that differs."""

    title: str
    mine: str = field(repr=False)
    theirs: str = field(repr=False)


class ConflictScreen(MpModal[Pick]):
    """The versions side by side. Closing it decides nothing: the next save asks again.

    It opens by itself while somebody types: what was meant for the form must not choose here, so the list takes no key
    before it could be seen, and nothing is chosen in it at first.
    """

    AUTO_FOCUS = ""

    DEFAULT_CSS = """
    ConflictScreen OptionList { margin-top: 1; }
    """

    def __init__(self, differences: Sequence[Difference], by: str = "", at: datetime | None = None) -> None:
        super().__init__()
        self._differences = tuple(differences)
        self._by = by
        self._at = at
        self._ready = False

    def on_mount(self) -> None:
        """The list opens after a moment."""
        self.set_timer(SEEN_AFTER, self._open_list)

    def hold(self, key: str) -> bool:
        """What is typed before the list is open is for the form, and chooses nothing here."""
        del key
        return not self._ready

    def title_words(self) -> str:
        """The dialog's title."""
        return tr("Changed elsewhere meanwhile")

    def compose_content(self) -> Iterable[Widget]:
        """Each difference, then the choice."""
        yield Words(self._who(), "$soft")
        for each in self._differences:
            yield Words(each.title, "$soft")
            yield Words(tr("  here: {value}", value=each.mine or "-"))
            yield Words(tr("  there: {value}", value=each.theirs or "-"), "$fact")
        yield OptionList(
            Option(say.text(tr("Take what was saved there")), id=Pick.THEIRS.value),
            Option(say.text(tr("Keep what stands here")), id=Pick.MINE.value),
            markup=False,
            disabled=True,
        )

    def _who(self) -> str:
        """Whose the other version is, where that is known."""
        if not self._by or self._at is None:
            return tr("Somebody else saved this step while it was open here. Nothing was overwritten.")
        when = say.clock(self._at)
        return tr(
            "{name} saved this ({time}) while it was open here. Nothing was overwritten.", name=self._by, time=when
        )

    def _open_list(self) -> None:
        self._ready = True
        listed = self.query_one(OptionList)
        listed.disabled = False
        listed.highlighted = None
        self.set_focus(listed)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """The pick."""
        self.dismiss(Pick(event.option.id))
