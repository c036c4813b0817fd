"""A widget that is nothing but rows of text: as high as it has rows, for whatever width it is given."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from screens import say


class Rows(Widget):
    """A subclass says which rows there are in so many cells."""

    def rows(self, room: int) -> list[Content]:
        """The rows, broken to `room` cells."""
        raise NotImplementedError

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """As many rows as there are."""
        del container, viewport
        return len(self.rows(width))

    def render(self) -> Content:
        """The rows, one below the other."""
        return say.lines(self.rows(self.content_size.width))
