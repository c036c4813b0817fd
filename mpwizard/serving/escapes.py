"""What a program writes to its terminal, cut into text and control sequences, however it was cut into chunks."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

# A sequence that has not ended after so many characters never will: a clipboard's worth.
LONGEST = 65_536

_WHOLE = re.compile(
    r"\x1b(?:"
    r"(?P<csi>\[[0-?]*[ -/]*[@-~])"
    r"|(?P<osc>\][^\x07\x1b]*(?:\x07|\x1b\\))"
    r"|(?P<string>[PX^_][^\x1b]*\x1b\\)"
    r"|(?P<short>[ -/]+[0-~]|(?![\[\]PX^_])[0-~])"
    r")"
)
_BEGUN = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|\][^\x07\x1b]*\x1b?|[PX^_][^\x1b]*\x1b?|[ -/]*)")


class Sort(StrEnum):
    """What a piece is."""

    TEXT = "text"
    CSI = "csi"
    OSC = "osc"
    STRING = "string"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class Piece:
    """Text between two sequences, or one whole sequence."""

    sort: Sort
    text: str

    @property
    def is_colour(self) -> bool:
        """Whether it sets the looks of what follows (SGR)."""
        return self.sort is Sort.CSI and self.text.endswith("m") and self.text[2:3] not in ("<", "=", ">", "?")

    @property
    def is_private(self) -> bool:
        """Whether it is a sequence that terminals have added to the standard's."""
        return self.sort is Sort.CSI and self.text[2:3] in ("<", "=", ">", "?")


class Splitter:
    """Cuts a stream of UTF-8. What is not whole at a chunk's end waits for the next."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._rest = ""

    def feed(self, data: bytes) -> Iterator[Piece]:
        """The pieces that are whole by now."""
        text, self._rest = self._rest + self._decoder.decode(data), ""
        place = 0
        while place < len(text):
            begin = text.find("\x1b", place)
            if begin != place:
                end = len(text) if begin < 0 else begin
                yield Piece(Sort.TEXT, text[place:end])
                place = end
                continue
            whole = _WHOLE.match(text, begin)
            if whole is not None:
                yield Piece(Sort(str(whole.lastgroup)), whole[0])
                place = whole.end()
            elif _BEGUN.fullmatch(text, begin) and len(text) - begin < LONGEST:
                self._rest = text[begin:]
                return
            else:
                # No sequence begins here: what stands after the sign is text.
                place = begin + 1
