"""Section categories: the code is looked up by name, pinyin initials or code in the account's own catalogue; the
catalogue that no entity type here chooses from can be looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from textual.app import ComposeResult

from mpwizard import catalogues
from mpwizard.account_desk import AccountView
from mpwizard.console.category_details import catalogue_for, shelves
from mpwizard.i18n import say as speak
from mpwizard.i18n import tr
from mpwizard.wizard.form import FormField
from screens.console.extras import SectionExtra
from screens.widgets.buttons import FlatButton
from screens.widgets.choice import Item
from screens.widgets.part import Judge, Value
from screens.widgets.pick import Pick, PickScreen
from screens.wizard.form import PartMaker


class ShelfExtra(SectionExtra):
    """The way to the overseas catalogue: to be looked at, not chosen from."""

    DEFAULT_CSS = """
    ShelfExtra { margin-bottom: 1; }
    """

    def compose(self) -> ComposeResult:
        """One button."""
        yield FlatButton(tr("Look at the overseas catalogue"), name_="button-shelf")

    def on_button_pressed(self, event: FlatButton.Pressed) -> None:
        """Search it. What is taken there is nothing to this account."""
        event.stop()
        title = tr("Overseas catalogue (境外): for overseas entities only")
        self.app.push_screen(PickScreen(title, partial(_find, catalogues.Catalogue.OVERSEAS), "", ""))

    def show(self, view: AccountView) -> None:
        """There as long as the account does not choose from it."""
        own = catalogue_for(view.account)
        self.display = any(shelf.catalogue is not own for shelf in shelves(view.account) if not shelf.open)


def parts(view: AccountView) -> Mapping[str, PartMaker]:
    """The question for a category."""
    return {"categories.add.code": partial(_code, catalogue_for(view.account))}


def _code(catalogue: catalogues.Catalogue, field: FormField, value: Value, judge: Judge) -> Pick:
    return Pick(field.key, tr(field.title), (), str(value), find=partial(_find, catalogue), named=_named, judge=judge)


def _find(catalogue: catalogues.Catalogue, text: str) -> Sequence[Item]:
    return _Lazy(catalogues.search(catalogue, text))


class _Lazy(Sequence[Item]):
    """Categories as options; only those that are looked at are put into words."""

    def __init__(self, found: Sequence[catalogues.Category]) -> None:
        self._found = found

    def __len__(self) -> int:
        return len(self._found)

    def __getitem__(self, place: int) -> Item:  # type: ignore[override]
        one = self._found[place]
        return Item(one.code, one.path, _needs(one))


def _needs(one: catalogues.Category) -> str:
    ways = (" + ".join(speak(catalogues.paper(name)) for name in way) for way in one.papers)
    papers = tr("Papers: {papers}", papers=f" {tr('or')} ".join(ways)) if one.papers else tr("No papers are needed.")
    notes = [tr("The platform reviews it first.")] if one.needs_review else []
    if one.extra_review:
        notes.append(tr("The first code review also waits for the local regulator."))
    return " ".join([papers, *notes])


def _named(code: str) -> str:
    try:
        return f"{catalogues.category(code).path}  {code}"
    except KeyError:
        return code
