"""Painting a change: only what lies where it happened is asked for its lines.

Textual asks every widget whose clip, mostly the whole screen, meets the change: each key then costs as much as there is
on the screen. Its compositor is private, so this stands alone, is tested against Textual's own, and may go as soon as
Textual looks at the regions itself.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual._compositor import Compositor
from textual.geometry import Region
from textual.strip import Strip


class NearCompositor(Compositor):
    """A compositor that leaves alone what a change does not touch."""

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            if crop is None or crop.overlaps(seen):
                yield region, clip, widget.render_lines(seen.translate(-region.offset))
