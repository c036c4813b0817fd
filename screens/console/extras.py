"""What a section brings to the screen besides what every section has: found by its key.

A section needs no file there. One that is special has `screens/console/special/<key>.py` with a `SectionExtra`
(widgets of its page) or a function `parts` (questions of its forms that are asked in a way of their own), or both.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import TYPE_CHECKING

from textual.containers import Vertical

if TYPE_CHECKING:
    from mpwizard.account_desk import AccountView
    from screens.wizard.form import PartMaker


_NOTHING = ModuleType("nothing")


class SectionExtra(Vertical, can_focus=False):
    """Widgets of one section, between what it shows and what can be done in it."""

    tells_all = False
    """Whether it says, as it stands now, what the section shows otherwise."""

    DEFAULT_CSS = """
    SectionExtra { height: auto; width: 100%; }
    """

    def show(self, view: AccountView) -> None:
        """Show the account as it stands now."""
        raise NotImplementedError


def extra_of(section: str) -> SectionExtra | None:
    """The widgets that a section brings; a new one each time."""
    for each in vars(_module(section) or _NOTHING).values():
        if isinstance(each, type) and issubclass(each, SectionExtra) and each is not SectionExtra:
            return each()
    return None


def parts_of(section: str, view: AccountView) -> Mapping[str, PartMaker]:
    """The questions that a section asks in a way of its own, by their keys."""
    maker = getattr(_module(section), "parts", None)
    return maker(view) if maker is not None else {}


@cache
def _module(section: str) -> ModuleType | None:
    name = f"screens.console.special.{section}"
    return import_module(name) if find_spec(name) is not None else None
