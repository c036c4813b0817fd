"""The dialogs of the desk that ask for one line, for columns, or for what is to be done with cases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from textual.widget import Widget
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option
from textual.widgets.selection_list import Selection

from mpwizard.bulk import Done, Effect, Mark
from mpwizard.i18n import N_, tr
from mpwizard.records import NOTE_LIMIT, EditRecord
from mpwizard.tell import tell
from screens import keys, say
from screens.desk.columns import COLUMNS
from screens.widgets.modal import MpModal, Words
from screens.widgets.still_input import StillInput
from screens.widgets.ticked_list import TickedList

# So many cases are named in a preview; the rest is counted.
_NAMED = 8


class Deed(StrEnum):
    """What can be done with cases from the desk."""

    ASSIGN = "assign"
    TAG = "tag"
    UNTAG = "untag"
    NOTE = "note"
    ARCHIVE = "archive"
    BRING_BACK = "bring_back"
    LIST = "list"
    REMIND = "remind"


DEED_WORDS = {
    Deed.ASSIGN: N_("Hand over to …"),
    Deed.TAG: N_("Put a tag on …"),
    Deed.UNTAG: N_("Take a tag off …"),
    Deed.NOTE: N_("Leave a note …"),
    Deed.ARCHIVE: N_("Archive"),
    Deed.BRING_BACK: N_("Bring back from the archive"),
    Deed.LIST: N_("Export as a list (CSV)"),
    Deed.REMIND: N_("Write reminders for the applicants"),
}
MARKS = {
    Deed.ASSIGN: Mark.ASSIGN,
    Deed.TAG: Mark.TAG,
    Deed.UNTAG: Mark.UNTAG,
    Deed.ARCHIVE: Mark.ARCHIVE,
    Deed.BRING_BACK: Mark.BRING_BACK,
}
QUESTIONS = {
    Deed.ASSIGN: N_("Who gets it?"),
    Deed.TAG: N_("Which tag?"),
    Deed.UNTAG: N_("Which tag?"),
    Deed.NOTE: N_("What is to be noted?"),
}


class ChooseDeed(MpModal[Deed]):
    """What to do with the marked cases."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self._count = count

    def title_words(self) -> str:
        """How many cases it is about."""
        return tr("With 1 case") if self._count == 1 else tr("With {n} cases", n=self._count)

    def compose_content(self) -> Iterable[Widget]:
        """The ways."""
        yield OptionList(*(Option(say.text(tr(DEED_WORDS[deed])), id=deed) for deed in Deed), markup=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """That one."""
        self.dismiss(Deed(str(event.option.id)))


class AskLine(MpModal[str]):
    """One line of text; what was used before is listed below it and taken by one key."""

    AUTO_FOCUS = "Input"
    ENTER = N_("Go on")

    DEFAULT_CSS = """
    AskLine Input { border: none; height: 1; padding: 0 1; background: $lit; color: $ink; }
    AskLine OptionList { margin-top: 1; max-height: 8; }
    """

    def __init__(self, title: str, known: Sequence[str] = (), *, limit: int = 40) -> None:
        super().__init__()
        self._title = title
        self._known = tuple(known)
        self._limit = limit

    def title_words(self) -> str:
        """The question."""
        return self._title

    def compose_content(self) -> Iterable[Widget]:
        """The line, and what was used before."""
        yield StillInput(max_length=self._limit, compact=True)
        if self._known:
            yield OptionList(*(Option(say.text(word)) for word in self._known), markup=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter takes it."""
        event.stop()
        self.dismiss(event.value)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """What was used before."""
        self.dismiss(self._known[event.option_index])


class TakeOver(AskLine):
    """Somebody else has the case open: take it over with a word for them, or leave it."""

    def __init__(self, reference: str, there: EditRecord) -> None:
        super().__init__(tr("{name} has {case} open", name=there.operator, case=reference), limit=NOTE_LIMIT)
        self._since = say.clock(there.since)

    def compose_content(self) -> Iterable[Widget]:
        """Since when, and what taking over means."""
        yield Words(
            tr("Since {time}. Nothing is lost by taking over: both versions are kept.", time=self._since), "$soft"
        )
        yield Words(tr("Enter takes over, with a word for them if you write one. Esc leaves it."), "$soft")
        yield from super().compose_content()


class ChooseColumns(MpModal["tuple[str, ...] | None"]):
    """Which columns the table has. The number of a case is always one of them."""

    AUTO_FOCUS = "TickedList"
    BINDINGS = [keys.TAKE_COLUMNS]
    ENTER = N_("Take them")

    DEFAULT_CSS = """
    ChooseColumns TickedList { border: none; height: auto; max-height: 14; background: $bar; padding: 0; }
    """

    def __init__(self, chosen: Sequence[str]) -> None:
        super().__init__()
        self._chosen = frozenset(chosen)

    def title_words(self) -> str:
        """What is chosen here."""
        return tr("Columns")

    def compose_content(self) -> Iterable[Widget]:
        """Each column with a mark."""
        yield Words(tr("Space marks, Enter takes what is marked."), "$soft")
        yield TickedList(
            *(
                Selection(say.text(tr(column.title)), column.key, column.key in self._chosen)
                for column in COLUMNS
                if column.key != "case"
            )
        )

    def action_take(self) -> None:
        """What is marked, in the order of the table."""
        marked = set(self.query_one(TickedList).selected) | {"case"}
        self.dismiss(tuple(column.key for column in COLUMNS if column.key in marked))


@dataclass(frozen=True, slots=True)
class Plan:
    """What is about to happen: to how many cases, and which are left out why."""

    title: str
    effects: tuple[Effect, ...]


class Preview(MpModal[bool]):
    """What would happen to which case, before it does."""

    AUTO_FOCUS = "OptionList"

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self._plan = plan

    def title_words(self) -> str:
        """What is about to happen."""
        return self._plan.title

    def compose_content(self) -> Iterable[Widget]:
        """Each case, what changes first; then the choice."""
        allowed = [effect for effect in self._plan.effects if effect.refusal is None]
        refused = [effect for effect in self._plan.effects if effect.refusal is not None]
        yield Words(tr("{n} will change, {left} are left out.", n=len(allowed), left=len(refused)), "$soft")
        named = (*refused, *allowed)[:_NAMED]
        for effect in named:
            yield Words(_told(effect), "$soon" if effect.refusal else "$ink")
        if len(self._plan.effects) > len(named):
            yield Words(tr("… and {n} more", n=len(self._plan.effects) - len(named)), "$faint")
        yield Words("")
        yield OptionList(
            *([Option(say.text(tr("Do it")), id="yes")] if allowed else []),
            Option(say.text(tr("Leave it")), id="no"),
            markup=False,
        )

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """The choice."""
        self.dismiss(event.option.id == "yes")


def _told(effect: Effect) -> str:
    case = f"{effect.case.reference}  {effect.case.subject or '–'}"
    if effect.refusal is not None:
        return f"{case}\n  {tell(effect.refusal).line}"
    return f"{case}  ({effect.before})" if effect.before else case


def done_words(done: Done) -> str:
    """What became of it, in one sentence."""
    n = len(done.changed)
    return _with_left_out(tr("1 case changed.") if n == 1 else tr("{n} cases changed.", n=n), done)


def taken_back_words(done: Done) -> str:
    """What became of taking it back, in one sentence."""
    n = len(done.changed)
    return _with_left_out(tr("1 case is as it was.") if n == 1 else tr("{n} cases are as they were.", n=n), done)


def _with_left_out(words: str, done: Done) -> str:
    if done.left_out:
        words += " " + tr("{n} left out.", n=len(done.left_out))
    return words + (" " + tr("Ctrl+Z takes it back.") if done.undo is not None else "")
