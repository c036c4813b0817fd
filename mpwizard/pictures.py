"""Pictures for an account: read from a file with care, judged by the rule table, made small and plain.

What a file is, its bytes say; its name is not asked. Pillow is loaded by whoever needs a picture, never before.
"""

from __future__ import annotations

import dataclasses
import errno
import os
import stat
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

from mpwizard.bounds import insist_on_bounds
from mpwizard.problems import Problem, Refused, Severity
from mpwizard.rules.edition import Edition

if TYPE_CHECKING:
    from PIL import Image

# What is read at all. These are limits of this program, far above any rule's: a picture beyond a rule is still shown.
KILOBYTE = 1024
MEGABYTE = KILOBYTE * KILOBYTE
LARGEST_FILE = 10 * MEGABYTE
MOST_PIXELS = 4096 * 4096

# What Pillow is let loose on. Further formats would only be further ways in for a hostile file.
_DECODED = ("BMP", "GIF", "JPEG", "PNG", "WEBP")
# A photograph with further pictures beside it (depth, both eyes) is none of these.
_MOVING = ("GIF", "PNG", "WEBP")
# Names of one thing.
_SAME_FORMAT = {"JPG": "JPEG", "MPO": "JPEG", "DIB": "BMP"}
_WHITE = 240
_OPAQUE = 255

Pixel = tuple[int, int, int, int]
Doubt = tuple[str, dict[str, object]]


@dataclass(frozen=True, slots=True)
class AvatarRules:
    """What the platform demands of an avatar: the names of the formats, the bytes of the file, whether it is square.

    `side_min`, in pixels, is its advice: less is a warning and no bar.
    """

    formats: tuple[str, ...]
    bytes_max: int
    square: bool
    side_min: int

    @classmethod
    def of(cls, edition: Edition) -> AvatarRules:
        """The demands of one edition."""
        return cls(
            formats=edition.words("information.avatar_formats"),
            bytes_max=edition.number("information.avatar_bytes_max"),
            square=edition.flag("information.avatar_square"),
            side_min=edition.number("information.avatar_side"),
        )


class Ground(StrEnum):
    """What a picture stands on: `transparent` where any of it can be seen through, `white` where its edge is white."""

    COLOURED = "coloured"
    WHITE = "white"
    TRANSPARENT = "transparent"


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A picture in few pixels, row by row: red, green, blue, and how much of it covers what lies behind (0 to 255)."""

    rows: tuple[tuple[Pixel, ...], ...]

    @property
    def width(self) -> int:
        """Pixels of a row."""
        return len(self.rows[0]) if self.rows else 0

    @property
    def height(self) -> int:
        """How many rows there are."""
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture that could be read: what its file is, its pixels as they are seen (upright, the first of several)."""

    format: str
    file_bytes: int
    width: int
    height: int
    ground: Ground
    animated: bool
    image: Image.Image = dataclasses.field(repr=False, compare=False)

    @property
    def square(self) -> bool:
        """Whether both sides are the same."""
        return self.width == self.height


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What is seen of a file before it is taken: its facts, its picture in small, what speaks against it."""

    facts: str
    thumbnail: Thumbnail | None
    problems: tuple[Problem, ...]

    @property
    def usable(self) -> bool:
        """Whether nothing stands in the way."""
        return not any(problem.blocks for problem in self.problems)


def glimpse(path: Path, rules: AvatarRules) -> Glimpse:
    """Look at a file that may become an avatar. Never refuses: what cannot be read is among the problems."""
    try:
        picture = read_picture(path)
    except Refused as refused:
        return Glimpse("", None, (Problem(refused.refusal.key, values=refused.refusal.values),))
    return Glimpse(facts(picture), thumbnail(picture), problems(picture, rules))


def read_picture(path: Path) -> Picture:
    """The picture of a file.

    Raises:
        Refused: there is no such file, it is no ordinary one, it may not be read, or no picture can be made of it.
    """
    return picture_of(_content(path))


def picture_of(content: bytes) -> Picture:
    """The picture that a file's bytes are.

    Raises:
        Refused: too many bytes or pixels, no picture of a known format, or one that breaks off.
    """
    if len(content) > LARGEST_FILE:
        raise Refused("picture_file_huge", {"limit": file_size(LARGEST_FILE)})
    opened, animated = _opened(content)
    name = str(opened.format)
    try:
        image = _upright(opened)
    except Exception:  # a decoder may stumble over a hostile file in any way; the answer is the same
        raise Refused("picture_damaged") from None
    return Picture(
        format=_SAME_FORMAT.get(name, name),
        file_bytes=len(content),
        width=image.width,
        height=image.height,
        ground=_ground(image),
        animated=animated,
        image=image,
    )


def problems(picture: Picture, rules: AvatarRules) -> tuple[Problem, ...]:
    """What speaks against a picture as an avatar; the step and the field are the caller's to name."""
    odd = [Problem(key, values=values, severity=Severity.WARNING) for key, values in _doubts(picture, rules)]
    return (*_faults(picture, rules), *odd)


def thumbnail(picture: Picture, width: int = 16, height: int = 16) -> Thumbnail:
    """The whole picture within so many pixels, its sides in proportion; of the thinnest line a pixel is left."""
    share = min(width / picture.width, height / picture.height)
    small = picture.image.resize((max(1, round(picture.width * share)), max(1, round(picture.height * share))))
    data = small.tobytes()
    pixels = [(data[at], data[at + 1], data[at + 2], data[at + 3]) for at in range(0, len(data), 4)]
    return Thumbnail(tuple(tuple(pixels[at : at + small.width]) for at in range(0, len(pixels), small.width)))


def facts(picture: Picture) -> str:
    """A picture in one line, the same in every language: `PNG · 512×512 · 34 KB`."""
    return f"{picture.format} · {picture.width}×{picture.height} · {file_size(picture.file_bytes)}"


def file_size(count: int) -> str:
    """A number of bytes, rounded up, so that what is over a limit never reads like the limit itself."""
    if count < KILOBYTE:
        return f"{count} B"
    if count <= KILOBYTE * (KILOBYTE - 1):
        return f"{ceil(count / KILOBYTE)} KB"
    return f"{ceil(count * 10 / MEGABYTE) / 10:g} MB"


def _faults(picture: Picture, rules: AvatarRules) -> Iterator[Problem]:
    allowed = {_SAME_FORMAT.get(name.upper(), name.upper()) for name in rules.formats}
    if picture.format not in allowed:
        yield Problem("picture_format", values={"found": picture.format, "choices": " ".join(sorted(allowed))})
    if picture.file_bytes > rules.bytes_max:
        yield Problem(
            "picture_bytes", values={"found": file_size(picture.file_bytes), "limit": file_size(rules.bytes_max)}
        )
    if rules.square and not picture.square:
        yield Problem("picture_not_square", values={"found": f"{picture.width}×{picture.height}"})


def _doubts(picture: Picture, rules: AvatarRules) -> Iterator[Doubt]:
    if min(picture.width, picture.height) < rules.side_min:
        yield "picture_small", {"found": f"{picture.width}×{picture.height}", "limit": rules.side_min}
    if picture.ground is Ground.WHITE:
        yield "picture_white_ground", {}
    if picture.animated:
        yield "picture_animated", {}


def _content(path: Path) -> bytes:
    """All of an ordinary file, up to one byte too many. A link is not followed, a pipe not waited for."""
    insist_on_bounds(path)
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except PermissionError:
        raise Refused("picture_unreadable") from None
    except OSError as error:
        link = error.errno in (errno.ELOOP, errno.EMLINK)
        device = error.errno in (errno.ENXIO, errno.ENODEV)
        raise Refused("picture_link" if link else "picture_not_a_file" if device else "picture_missing") from None
    except ValueError:  # a zero byte in the path
        raise Refused("picture_missing") from None
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise Refused("picture_not_a_file")
        if status.st_size > LARGEST_FILE:
            raise Refused("picture_file_huge", {"limit": file_size(LARGEST_FILE)})
        with open(descriptor, "rb", closefd=False) as file:
            return file.read(LARGEST_FILE + 1)
    except OSError:
        raise Refused("picture_unreadable") from None
    finally:
        os.close(descriptor)


def _opened(content: bytes) -> tuple[Image.Image, bool]:
    """The picture's head, nothing of it unpacked yet, and whether it moves."""
    from PIL import Image

    # Pillow writes its doubts to the terminal; what they are about is judged here.
    warnings.filterwarnings("ignore", module="PIL")
    try:
        image = Image.open(BytesIO(content), formats=_DECODED)
        animated = image.format in _MOVING and bool(getattr(image, "is_animated", False))
        image.seek(0)
    except Image.DecompressionBombError:
        raise Refused("picture_pixels", {"limit": MOST_PIXELS // 1_000_000}) from None
    except Exception:  # an unknown format, or a head that its decoder stumbles over
        raise Refused("picture_unknown") from None
    if image.width * image.height > MOST_PIXELS:
        raise Refused("picture_pixels", {"limit": MOST_PIXELS // 1_000_000})
    return image, animated


def _upright(opened: Image.Image) -> Image.Image:
    """All pixels, turned as the camera was held, in colour and with their transparency."""
    from PIL import ImageOps

    opened.load()
    turned = ImageOps.exif_transpose(opened)
    if turned.mode.startswith("I"):  # sixteen bits of grey, which would be cut off instead of scaled
        turned = turned.convert("I").point(lambda value: value / 256).convert("L")
    return turned.convert("RGBA")


def _ground(image: Image.Image) -> Ground:
    """Whether anything shows through, else whether most of the outermost pixels are white."""
    lowest, _highest = image.getchannel("A").getextrema()
    if isinstance(lowest, int | float) and lowest < _OPAQUE:
        return Ground.TRANSPARENT
    right, bottom = image.width - 1, image.height - 1
    sides = (
        (0, 0, right + 1, 1),
        (0, bottom, right + 1, bottom + 1),
        (0, 0, 1, bottom + 1),
        (right, 0, right + 1, bottom + 1),
    )
    edge = [image.crop(side).tobytes() for side in sides]
    pixels = [data[at : at + 3] for data in edge for at in range(0, len(data), 4)]
    white = sum(min(pixel) >= _WHITE for pixel in pixels)
    return Ground.WHITE if white * 2 > len(pixels) else Ground.COLOURED
