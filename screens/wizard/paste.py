"""Several lines pasted into one field: which line would go to which field, shown before anything moves.

Lines are told apart by a label before them (`label: value`, a tab), else by the one field whose model takes the value.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from mpwizard.i18n import Language, Translator, tr
from mpwizard.privacy import Mask, masked
from mpwizard.text import clean, compact
from mpwizard.texts import names_on_papers
from mpwizard.wizard.context import Context
from mpwizard.wizard.form import FormField, Shape
from screens import say
from screens.widgets.field import PASTE_CAP
from screens.widgets.modal import MpModal, Words

_LABELLED = re.compile(r"^\s*([^:：\t]{1,30}?)\s*(?:[:：]|\t)\s*(\S.*)$")
_MOST_LINES = 60


@dataclass(frozen=True, slots=True)
class Placed:
    """One pasted piece: its field and what would stand there, or no field for what fits nowhere."""

    field: FormField | None
    value: str = dataclasses.field(repr=False)


def place_lines(text: str, fields: Sequence[FormField], context: Context) -> list[Placed]:
    """Where each piece of a pasted text would go. A field takes one piece; nothing is cut or dropped here."""
    free = [field for field in fields if field.ask.shape is Shape.TEXT]
    pieces = [_split(piece) for piece in _pieces(text)]
    homes: dict[int, FormField] = {}
    for place, (label, _value) in enumerate(pieces):
        named = next((field for field in free if label and _is_called(field, label)), None)
        if named is not None:
            homes[place] = named
            free.remove(named)
    # A secret takes only what is called by its name: any odd line would do for a password.
    free = [field for field in free if field.ask.mask is not Mask.PASSWORD]
    for strict in (True, False):
        for place, (_label, value) in enumerate(pieces):
            fitting = [each for each in free if _is_strict(each, context) is strict and _takes(each, value, context)]
            if place not in homes and len(fitting) == 1:
                homes[place] = fitting[0]
                free.remove(fitting[0])
    return [Placed(homes.get(place), value) for place, (_label, value) in enumerate(pieces)]


def joined(text: str) -> str:
    """All lines as one, for the field they were pasted into."""
    return " ".join(row.strip() for row in re.split(r"[\r\n\t]+", text) if row.strip())


@dataclass(frozen=True, slots=True)
class Keep:
    """All of it into the field it was pasted into."""


@dataclass(frozen=True, slots=True)
class Distribute:
    """Each piece into its field."""

    placed: tuple[Placed, ...]


class PasteScreen(MpModal[Keep | Distribute]):
    """What goes where, before it goes."""

    AUTO_FOCUS = "OptionList"

    def __init__(self, placed: Sequence[Placed], *, cut: bool = False) -> None:
        super().__init__()
        self._placed = tuple(placed)
        self._cut = cut

    def title_words(self) -> str:
        """The dialog's title."""
        return tr("Several lines were pasted")

    def compose_content(self) -> Iterable[Widget]:
        """The pieces with their places, what is not among them, then what to do."""
        for each in self._placed[:_MOST_LINES]:
            yield Words(*_preview(each))
        unseen = self._placed[_MOST_LINES:]
        if unseen:
            going = sum(1 for each in unseen if each.field is not None)
            yield Words(tr("  … and {n} more lines, {going} of them with a place", n=len(unseen), going=going), "$soon")
        if self._cut:
            words = tr("Too much was pasted: only its first {limit} characters are looked at.", limit=PASTE_CAP)
            yield Words(f"{say.DOUBTFUL} {words}", "$soon")
        ways = [Option(say.text(tr("Keep all in this field, as one line")), id="keep")]
        if any(each.field is not None for each in self._placed):
            ways.insert(0, Option(say.text(tr("Put each where it belongs")), id="distribute"))
        yield OptionList(*ways, markup=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """The decision."""
        self.dismiss(Distribute(self._placed) if event.option.id == "distribute" else Keep())


def _preview(placed: Placed) -> tuple[str, str]:
    if placed.field is None:
        return tr("  (no place)  {value}", value=placed.value), "$faint"
    mask = placed.field.ask.mask
    value = masked(placed.value, mask) if mask is not None else placed.value
    return tr("{field}  ←  {value}", field=tr(placed.field.title), value=value), "$ink"


def _pieces(text: str) -> list[str]:
    rows = [row.strip("\r\n ") for row in text.splitlines() if row.strip()]
    if len(rows) == 1:
        return [cell.strip() for cell in rows[0].split("\t") if cell.strip()]
    return rows


def _split(piece: str) -> tuple[str, str]:
    match = _LABELLED.match(piece)
    label, value = match.groups() if match else ("", piece)
    return label, clean(value, len(value))


def _is_called(field: FormField, label: str) -> bool:
    wanted = compact(label).casefold()
    if wanted in (compact(name).casefold() for name in names_on_papers().get(field.key, ())):
        return True
    names = (compact(name).casefold() for name in (field.title, Translator(Language.ZH).gettext(field.title)))
    return any(wanted == name or (len(wanted) > 1 and (wanted in name or name in wanted)) for name in names)


def _is_strict(field: FormField, context: Context) -> bool:
    return field.ask.keys != "" or (field.ask.exact is not None and field.ask.exact(context) is not None)


def _takes(field: FormField, value: str, context: Context) -> bool:
    return len(value) <= field.ask.limit and field.problem(value, context) is None
