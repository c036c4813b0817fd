"""Work beside the screen of which only the newest wish counts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, cast

from textual.dom import DOMNode

if TYPE_CHECKING:
    from textual.worker import WorkType


def once(node: DOMNode, doing: Callable[[], Awaitable[object]], group: str) -> None:
    """Do something in a worker, unless its group is at it already: who does not answer is not asked again meanwhile."""
    if all(worker.is_finished for worker in node.workers if (worker.node, worker.group) == (node, group)):
        newest(node, doing, group)


def newest(node: DOMNode, doing: Callable[[], Awaitable[object]], group: str, *, exclusive: bool = True) -> None:
    """Do something in a worker of a screen, a widget or the app; what its group was at is broken off for it, if it is
    `exclusive`, and it is broken off for what comes after it.

    It takes what is to be called, not what a call brought: a wish that is replaced before it began was never called.
    """
    # Of a function Textual's annotation takes no result.
    work = cast("WorkType[object]", doing)
    node.run_worker(work, name=group, group=group, exclusive=exclusive, exit_on_error=False)
