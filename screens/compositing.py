"""Painting a change: only what lies where it happened is asked for its lines, and no wide character is cut in two.

Textual asks every widget whose clip, mostly the whole screen, meets the change: each key then costs as much as there is
on the screen. And it cuts each line at the edges of all widgets, those that are covered too: a Chinese character of a
message that lies across the edge of a column below it turns into two blanks.

Textual's compositor is private, so this stands alone, is tested against Textual's own, and may go as soon as Textual
looks at the regions itself and keeps its characters whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import cast

from rich.cells import get_character_cell_size
from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region
from textual.strip import Strip

_Line = dict[int, Strip | None]

# Stands where the line of a widget goes on that began at a cut before.
_GOES_ON = Strip([])


class NearCompositor(Compositor):
    """A compositor that leaves alone what a change does not touch."""

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            if crop is None or crop.overlaps(seen):
                yield region, clip, widget.render_lines(seen.translate(-region.offset))

    def render_partial_update(self) -> ChopsUpdate | None:
        """What is to be written for the changes since the last time; each piece ends where the next one begins."""
        update = super().render_partial_update()
        if update is not None:
            for y, line in enumerate(update.chops):
                update.chop_ends[y] = [*list(line)[1:], self.size.width]
        return update

    def _render_chops(self, crop: Region, is_rendered_line: Callable[[int], bool]) -> Sequence[Mapping[int, Strip]]:
        lines: list[_Line] = [dict.fromkeys(cuts[:-1]) for cuts in self.cuts]
        for region, clip, strips in self._get_renders(crop):
            seen = region.intersection(clip)
            for y, strip in zip(seen.line_range, strips, strict=False):
                if is_rendered_line(y):
                    cuts = [cut for cut in self.cuts[y] if seen.x <= cut <= seen.right]
                    _put(lines[y], cuts, strip)
        laid = [{cut: strip for cut, strip in line.items() if strip is not _GOES_ON} for line in lines]
        # Lines that nothing is asked for have None, which Textual knows and does not say.
        return cast("Sequence[Mapping[int, Strip]]", laid)


def _put(line: _Line, cuts: Sequence[int], strip: Strip) -> None:
    """Put a widget's line, from the first of these cuts to the last, wherever nothing stands above it."""
    begin, split = cuts[0], _split(strip, cuts)
    free = [cut for cut in cuts[:-1] if line[cut] is None]
    ends = dict(pairwise(cuts))
    for place, cut in enumerate(free):
        if line[cut] is not None:
            continue
        end = ends[cut]
        for after in free[place + 1 :]:
            if after != end or after not in split:
                break
            line[after], end = _GOES_ON, ends[after]
        line[cut] = strip.crop(cut - begin, end - begin)


def _split(strip: Strip, cuts: Sequence[int]) -> set[int]:
    """Those of the cuts inside a line that go through a wide character."""
    text = strip.text
    if len(cuts) <= 2 or len(text) == strip.cell_length:
        return set()
    edges = set(accumulate(map(get_character_cell_size, text), initial=cuts[0]))
    return {cut for cut in cuts[1:-1] if cut not in edges}
