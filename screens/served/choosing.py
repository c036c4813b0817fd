"""The scenarios a trainer can let play on a served desk."""

from __future__ import annotations

from collections.abc import Iterator

from mpwizard.i18n import say as both
from mpwizard.i18n import tr

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
        from mpwizard.scenarios.reading import found, read_file

        own = own_folder()
        for each in found(own):
            yield f"{_SCENARIO}{each.name}", both(read_file(each.path, own).title.text)

    def do(self, key: str) -> str:
        """Choose something; the name of the scenario where it is one."""
        shown, self.shown = self.shown, key == _LIST
        return key.removeprefix(_SCENARIO) if shown and key.startswith(_SCENARIO) else ""
