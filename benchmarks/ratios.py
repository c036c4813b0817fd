"""Two things measured in turn in one run and told as a ratio, the only kind of figure that travels between machines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median, quantiles
from typing import TypeVar

ROUNDS = 7
# Below it, two digits tell nothing.
_SMALL = 0.1

Figure = TypeVar("Figure")


def in_turn(*measures: Callable[[], Figure], rounds: int = ROUNDS) -> list[tuple[Figure, ...]]:
    """Every measure once per round, in the same order (A B A B ...), after one round that does not count."""
    return [tuple(measure() for measure in measures) for _ in range(rounds + 1)][1:]


def tell(name: str, pairs: Sequence[tuple[float, float]], against: str, bar: float) -> None:
    """Print one line: the median of the rounds' ratios, the bar, and how far the rounds lie apart."""
    ratios = sorted(ours / theirs for ours, theirs in pairs)
    verdict = "" if median(ratios) <= bar else "  MISSED"
    digits = 2 if bar >= _SMALL else 4
    middle, least, most = (f"{ratio:.{digits}f}" for ratio in (median(ratios), ratios[0], ratios[-1]))
    print(f"{name}: {middle} x {against} (bar {bar:g}) over {len(ratios)} rounds [{least}-{most}]{verdict}", flush=True)


def p95(figures: Sequence[float]) -> float:
    """The figure that 95 of 100 stay under."""
    return quantiles(figures, n=20)[-1]
