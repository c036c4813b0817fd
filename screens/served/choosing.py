"""The scenarios a trainer can let play on a served desk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mpwizard.i18n import say as both
from mpwizard.i18n import tr
from mpwizard.problems import Trouble

if TYPE_CHECKING:
    from pathlib import Path

    from mpwizard.scenarios.reading import Found

_LIST = "scenarios"
_SCENARIO = "scenario#"


class ScenarioChoice:
    """A way to the list, then the list."""

    def __init__(self) -> None:
        self.shown = False

    def deeds(self) -> Iterator[tuple[str, str]]:
        """What can be chosen: each by its key, with its words."""
        if not self.shown:
            yield _LIST, tr("Play a scenario")
            return
        from mpwizard.scenarios.places import own_folder
        from mpwizard.scenarios.reading import found

        own = own_folder()
        for each in found(own):
            yield f"{_SCENARIO}{each.name}", _title(each, own)

    def do(self, key: str) -> str:
        """Choose something; the name of the scenario where it is one.

        Raises:
            Trouble: as `mpwizard.scenarios.reading.read`, of one that cannot be played.
        """
        from mpwizard.scenarios.places import own_folder
        from mpwizard.scenarios.reading import read

        shown, self.shown = self.shown, key == _LIST
        if not shown or not key.startswith(_SCENARIO):
            return ""
        return read(key.removeprefix(_SCENARIO), own_folder()).name


def _title(scenario: Found, own: Path) -> str:
    """Its title; one that cannot be read has its name, and says what is wrong when it is chosen."""
    from mpwizard.scenarios.reading import read_file

    try:
        return both(read_file(scenario.path, own).title.text)
    except Trouble:
        return scenario.name
