"""How long a text may be, and how its counter says so."""

from __future__ import annotations

from dataclasses import dataclass

from mpwizard.text import compact, one_line


@dataclass(frozen=True, slots=True)
class Measure:
    """How many characters a text may have at most; where that is `exact`, it must have as many, blanks not counted."""

    most: int
    exact: bool = False

    def counted(self, text: str) -> str:
        """Of a text, what counts."""
        return compact(text) if self.exact else one_line(text)

    def counter(self, text: str) -> tuple[str, str]:
        """So many of so many, and the style of that."""
        length = len(self.counted(text))
        right = "$go-text" if self.exact and length == self.most else "$soft"
        return f"{length}/{self.most}", right if length <= self.most else "$wrong"
