"""How a scenario is shown to a class, and where in it the trainer wants to be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mpwizard.i18n import Bilingual, Language, tr
from mpwizard.i18n import say as both
from mpwizard.scenarios.model import Scenario

_BOTH, _LARGE, _PRIVATE, _JUMP, _ANEW = "both", "large", "private", "jump", "anew"
_STEP = "step#"
_SPOKEN = (Language.ZH, Language.EN)


@dataclass
class Stage:
    """What a trainer has chosen. `cues`: whether what a step is about stands on every screen."""

    cues: bool = False
    both: bool = False
    large: bool = False
    private: bool = False
    jumps: bool = False

    def texts(self, cue: Bilingual) -> tuple[str, ...]:
        """A step's cue as it is shown, in both languages if so wanted; none where cues are not shown."""
        if self.both:
            return tuple(cue.for_language(language) for language in _SPOKEN)
        return (both(cue),) if self.cues or self.private else ()

    def deeds(self, scenario: Scenario, *, served: bool) -> Iterator[tuple[str, str]]:
        """What can be chosen: each by its key, with its words. A terminal's foot is the front's, so only served."""
        if self.jumps:
            for number, step in enumerate(scenario.steps, 1):
                yield f"{_STEP}{step.key}", f"{number}. {both(step.title.text)}"
            return
        yield _JUMP, tr("Jump to a step")
        yield _ANEW, tr("Begin the scenario anew")
        yield _BOTH, tr("One language") if self.both else tr("Both languages side by side")
        yield _LARGE, tr("Titles as usual") if self.large else tr("Larger titles")
        if served:
            yield _PRIVATE, tr("Cues for everybody") if self.private else tr("Cues for me alone")

    def do(self, key: str) -> str | None:
        """Choose something. The step to go to where it is one, empty for the first of a new case."""
        jumped, self.jumps = self.jumps, key == _JUMP
        if key == _BOTH:
            self.both = not self.both
        elif key == _LARGE:
            self.large = not self.large
        elif key == _PRIVATE:
            self.private = not self.private
        elif key == _ANEW:
            return ""
        elif jumped and key.startswith(_STEP):
            return key.removeprefix(_STEP)
        return None
