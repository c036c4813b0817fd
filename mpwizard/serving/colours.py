"""The colours of one terminal: a program always writes true colour, each terminal gets the nearest it can show."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

_CUBE = (0, 95, 135, 175, 215, 255)
_GREYS = tuple(range(8, 239, 10))
_SIXTEEN = (
    (0, 0, 0),
    (205, 49, 49),
    (13, 188, 121),
    (229, 229, 16),
    (36, 114, 200),
    (188, 63, 188),
    (17, 168, 205),
    (204, 204, 204),
    (102, 102, 102),
    (241, 76, 76),
    (35, 209, 139),
    (245, 245, 67),
    (59, 142, 234),
    (214, 112, 214),
    (41, 184, 219),
    (255, 255, 255),
)
_BLACK, _GREY, _WHITE = 0, 8, 15
# A ground as dark as this is the terminal's own; one between is a surface that stands out from it.
_GROUND, _SURFACE = 34, 110
# A ground as light as this stands out where there is no colour at all.
_LIGHT = 96

Rgb = tuple[int, int, int]


class Depth(StrEnum):
    """How many colours a terminal shows."""

    TRUE = "true"
    EIGHT_BIT = "256"
    SIXTEEN = "16"
    NONE = "none"

    @property
    def next(self) -> Depth:
        """The one that comes after this where they are gone through by a key."""
        order = list(Depth)
        return order[(order.index(self) + 1) % len(order)]


@lru_cache(maxsize=16_384)
def recoloured(sequence: str, depth: Depth) -> str:
    """An SGR sequence with its colours as a terminal of that depth shows them.

    Attributes other than colours stay. Text that would lie on a ground of the same colour is made white or black.
    """
    if depth is Depth.TRUE:
        return sequence
    numbers = [int(part or 0) if part.isdigit() or not part else -1 for part in sequence[2:-1].split(";")]
    kept: list[str] = []
    fore: Rgb | None = None
    back: Rgb | None = None
    place = 0
    while place < len(numbers):
        number = numbers[place]
        if number in (38, 48):
            colour, taken = _told(numbers[place + 1 :])
            fore, back = (colour, back) if number == 38 else (fore, colour)
            place += 1 + taken
            continue
        if number >= 0 and not (depth is Depth.NONE and _is_colour(number)):
            kept.append(str(number))
        place += 1
    kept += _colours(fore, back, depth)
    return f"\x1b[{';'.join(kept)}m" if kept else ""


def _told(numbers: list[int]) -> tuple[Rgb | None, int]:
    """The colour that follows 38 or 48, and how many numbers it took."""
    match numbers:
        case [2, red, green, blue, *_]:
            return (min(255, max(0, red)), min(255, max(0, green)), min(255, max(0, blue))), 4
        case [5, number, *_]:
            return _SIXTEEN[max(0, number)] if number < 16 else _of_cube(min(255, number)), 2
    return None, 0


def _of_cube(number: int) -> Rgb:
    if number >= 232:
        return (_GREYS[number - 232],) * 3
    red, rest = divmod(number - 16, 36)
    return (_CUBE[red], _CUBE[rest // 6], _CUBE[rest % 6])


def _is_colour(number: int) -> bool:
    return 30 <= number <= 49 or 90 <= number <= 107


def _colours(fore: Rgb | None, back: Rgb | None, depth: Depth) -> list[str]:
    if depth is Depth.NONE:
        return ["7"] if back is not None and _light(back) >= _LIGHT else []
    if depth is Depth.EIGHT_BIT:
        found = [f"38;5;{_of_256(fore)}"] if fore is not None else []
        return found + ([f"48;5;{_of_256(back)}"] if back is not None else [])
    ground = _ground_of_16(back) if back is not None else None
    found = []
    if fore is not None:
        ink = _of_16(fore)
        if ink == ground:
            ink = _BLACK if ground in (_WHITE, 7, 10, 11, 3) else _WHITE
        found.append(_sgr_of_16(ink, 30))
    if ground is not None:
        found.append(_sgr_of_16(ground, 40))
    return found


def _sgr_of_16(number: int, base: int) -> str:
    return str(base + number if number < 8 else base + 60 + number - 8)


def _ground_of_16(colour: Rgb) -> int:
    if max(colour) - min(colour) < 40 and max(colour) < _SURFACE:
        return _BLACK if max(colour) < _GROUND else _GREY
    return _of_16(colour)


def _light(colour: Rgb) -> float:
    return 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]


def _distance(one: Rgb, other: Rgb) -> float:
    """How different two colours look, roughly: the eye's weights, shifted with the red as it shifts them."""
    red = (one[0] + other[0]) / 2
    d_red, d_green, d_blue = (a - b for a, b in zip(one, other, strict=True))
    return (2 + red / 256) * d_red**2 + 4 * d_green**2 + (2 + (255 - red) / 256) * d_blue**2


def _of_16(colour: Rgb) -> int:
    return min(range(16), key=lambda number: _distance(colour, _SIXTEEN[number]))


def _of_256(colour: Rgb) -> int:
    steps = [_nearest(part) for part in colour]
    cube: Rgb = (_CUBE[steps[0]], _CUBE[steps[1]], _CUBE[steps[2]])
    shade = min(range(len(_GREYS)), key=lambda place: abs(_GREYS[place] - _light(colour)))
    grey: Rgb = (_GREYS[shade],) * 3
    if _distance(colour, grey) < _distance(colour, cube):
        return 232 + shade
    return 16 + 36 * steps[0] + 6 * steps[1] + steps[2]


def _nearest(part: int) -> int:
    borders = [(low + high) / 2 for low, high in pairwise(_CUBE)]
    return sum(part > border for border in borders)
