"""Pictures from files: hostile ones are refused and never unpacked, others judged by the table and kept plain."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import warnings
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

from mpwizard import pictures
from mpwizard.pictures import (
    AvatarRules,
    Ground,
    facts,
    file_size,
    glimpse,
    picture_of,
    problems,
    read_picture,
    thumbnail,
)
from mpwizard.problems import Refused
from mpwizard.rules.edition import DEFAULT_EDITION, load_edition
from mpwizard.tell import tell

RULES = AvatarRules(formats=("bmp", "jpeg", "jpg", "gif", "png"), bytes_max=50_000, square=True, side_min=40)
GREEN = (7, 193, 96)


def encoded(image: Image.Image, form: str = "PNG", **options: Any) -> bytes:
    """The file of a picture."""
    stream = BytesIO()
    image.save(stream, form, **options)
    return stream.getvalue()


def plain(width: int = 64, height: int = 64, colour: tuple[int, ...] = GREEN) -> Image.Image:
    """One colour all over."""
    return Image.new("RGBA" if len(colour) == 4 else "RGB", (width, height), colour)


def noise(side: int = 64) -> Image.Image:
    """What no encoder makes small."""
    return Image.effect_noise((side, side), 90).convert("RGB")


def announcing(width: int, height: int) -> bytes:
    """A small PNG whose head promises many pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 999)) + chunk(b"IEND", b"")
    )


def refusal_of(content: bytes) -> str:
    """The key under which a file's bytes are refused."""
    with pytest.raises(Refused) as caught:
        picture_of(content)
    return caught.value.refusal.key


def found(picture_bytes: bytes, rules: AvatarRules = RULES) -> list[tuple[str, bool]]:
    """What is said of a picture, and whether it blocks."""
    return [(problem.key, problem.blocks) for problem in problems(picture_of(picture_bytes), rules)]


def test_the_rules_come_from_the_edition() -> None:
    """Whoever changes the table changes what is taken."""
    rules = AvatarRules.of(load_edition(DEFAULT_EDITION))
    assert "png" in rules.formats
    assert rules.square is load_edition(DEFAULT_EDITION).flag("information.avatar_square")
    assert rules.bytes_max == load_edition(DEFAULT_EDITION).number("information.avatar_bytes_max")


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "BMP", "WEBP"])
def test_a_file_says_what_it_is_whatever_it_is_called(form: str, tmp_path: Path) -> None:
    """A renamed file would pass here and be refused by the platform."""
    path = tmp_path / "logo.txt"
    path.write_bytes(encoded(plain(60, 50), form))
    picture = read_picture(path)
    assert (picture.format, picture.width, picture.height, picture.square) == (form, 60, 50, False)
    assert picture.file_bytes == path.stat().st_size
    assert facts(picture) == f"{form} · 60×50 · {file_size(path.stat().st_size)}"


def test_a_good_picture_has_nothing_against_it() -> None:
    """Warnings that always come are read by nobody."""
    assert found(encoded(plain())) == []


def test_what_the_table_forbids_blocks() -> None:
    """Format, bytes and square are the platform's own bars."""
    assert found(encoded(plain(), "WEBP")) == [("picture_format", True)]
    assert found(encoded(plain(64, 60))) == [("picture_not_square", True)]
    heavy = encoded(noise(200))
    assert len(heavy) > RULES.bytes_max
    assert found(heavy) == [("picture_bytes", True)]


def test_what_the_table_advises_only_speaks() -> None:
    """A small picture may be all there is."""
    assert found(encoded(plain(39, 39))) == [("picture_small", False)]
    assert found(encoded(plain(40, 40))) == []


def test_a_jpeg_is_taken_under_either_of_its_names() -> None:
    """JPG and JPEG are one format."""
    rules = AvatarRules(("jpg",), RULES.bytes_max, square=True, side_min=1)
    assert found(encoded(plain(), "JPEG"), rules) == []


def test_a_white_ground_is_doubted_unless_a_colour_runs_around_it() -> None:
    """The review wants a coloured border around white; what can be seen through is as good as coloured."""
    white = plain(colour=(255, 255, 255))
    ImageDraw.Draw(white).ellipse((10, 10, 50, 50), fill=GREEN)
    assert found(encoded(white)) == [("picture_white_ground", False)]
    ImageDraw.Draw(white).rectangle((0, 0, 63, 63), outline=GREEN)
    assert found(encoded(white)) == []
    clear = encoded(plain(colour=(255, 255, 255, 0)))
    assert picture_of(clear).ground is Ground.TRANSPARENT
    assert found(clear) == []


def test_a_moving_picture_is_doubted_and_its_first_one_shown() -> None:
    """Nothing is lost in silence, the movement neither."""
    moving = encoded(plain(), "GIF", save_all=True, append_images=[plain(colour=(200, 0, 0))])
    assert found(moving) == [("picture_animated", False)]
    assert thumbnail(picture_of(moving), 1, 1).rows[0][0][1] > 150


def test_a_photograph_with_a_second_one_beside_it_is_a_jpeg() -> None:
    """Phones write such files, and they do not move."""
    pair = encoded(plain(), "MPO", save_all=True, append_images=[plain()])
    assert (picture_of(pair).format, picture_of(pair).animated) == ("JPEG", False)


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "picture_unknown"),
        (b"#!/bin/sh\necho", "picture_unknown"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "picture_unknown"),
        (b"%PDF-1.4", "picture_unknown"),
        (b"GIF89a", "picture_unknown"),
        (encoded(plain(), "TIFF"), "picture_unknown"),
        (encoded(plain(), "ICO"), "picture_unknown"),
        (b"\x89PNG\r\n\x1a\n" + b"\xff" * 200, "picture_unknown"),
    ],
    ids=["empty", "script", "svg", "pdf", "gif-head", "tiff", "icon", "png-head"],
)
def test_what_is_no_picture_of_a_known_format_is_refused(content: bytes, key: str) -> None:
    """Few decoders are let loose on a stranger's file."""
    assert refusal_of(content) == key


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "BMP", "WEBP"])
def test_a_picture_cut_short_anywhere_is_refused(form: str) -> None:
    """Half a download must not become half an avatar."""
    whole = encoded(noise(), form)
    for kept in (*range(0, len(whole) // 2, len(whole) // 20), len(whole) - 30):
        assert refusal_of(whole[:kept]) in ("picture_unknown", "picture_damaged")


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "BMP", "WEBP"])
def test_a_byte_gone_wrong_never_ends_in_anything_but_a_picture_or_a_refusal(form: str) -> None:
    """Decoders stumble in many ways; the operator sees one."""
    whole = bytearray(encoded(noise(24), form))
    outcomes = set()
    for at in range(0, len(whole), max(1, len(whole) // 150)):
        bent = bytes(whole[:at]) + bytes([whole[at] ^ 0xFF]) + bytes(whole[at + 1 :])
        try:
            outcomes.add(type(picture_of(bent)).__name__)
        except Refused as refused:
            outcomes.add(refused.refusal.key)
    assert outcomes <= {"Picture", "picture_unknown", "picture_damaged", "picture_pixels"}
    assert len(outcomes) > 1


@pytest.mark.parametrize("sides", [(5_000, 5_000), (12_000, 12_000), (60_000, 60_000), (2**31 - 1, 1)])
def test_a_picture_too_large_to_unpack_is_refused_by_its_head(
    sides: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A few hundred bytes can ask for gigabytes; nothing of them may be unpacked, nor a word be printed."""

    def unpack(_image: Image.Image) -> Image.Image:
        raise AssertionError("unpacked")

    monkeypatch.setattr(pictures, "_upright", unpack)
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        assert refusal_of(announcing(*sides)) == "picture_pixels"
    assert said == []


def test_a_file_too_large_is_not_read(tmp_path: Path) -> None:
    """Somebody will choose the film instead of the picture."""
    path = tmp_path / "film.png"
    with path.open("wb") as file:
        file.truncate(pictures.LARGEST_FILE + 1)
    with pytest.raises(Refused) as caught:
        read_picture(path)
    assert caught.value.refusal.key == "picture_file_huge"
    assert refusal_of(b"\0" * (pictures.LARGEST_FILE + 1)) == "picture_file_huge"


def test_only_ordinary_files_are_read(tmp_path: Path) -> None:
    """A folder holds nothing, a pipe would be waited for, a device never ends, a link may lead elsewhere tomorrow."""
    good = tmp_path / "logo.png"
    good.write_bytes(encoded(plain()))
    (tmp_path / "link.png").symlink_to(good)
    os.mkfifo(tmp_path / "pipe.png")
    wanted = {
        tmp_path: "picture_not_a_file",
        tmp_path / "pipe.png": "picture_not_a_file",
        Path("/dev/zero"): "picture_not_a_file",
        tmp_path / "link.png": "picture_link",
        tmp_path / "none.png": "picture_missing",
        good / "below.png": "picture_missing",
        tmp_path / ("x" * 300): "picture_missing",
        Path("zero\0byte"): "picture_missing",
    }
    assert {path: glimpse(path, RULES).problems[0].key for path in wanted} == wanted
    assert not any(glimpse(path, RULES).usable for path in wanted)


def test_a_file_of_somebody_else_is_told_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Permissions can be changed; a missing file cannot."""

    def forbidden(*_given: object) -> int:
        raise PermissionError

    monkeypatch.setattr(os, "open", forbidden)
    assert glimpse(tmp_path / "x.png", RULES).problems[0].key == "picture_unreadable"


def test_a_photograph_is_seen_as_the_camera_was_held() -> None:
    """Without its notes it would lie on its side for ever."""
    turned = Image.Exif()
    turned[0x0112] = 6
    picture = picture_of(encoded(plain(60, 30), "JPEG", exif=turned))
    assert (picture.width, picture.height) == (30, 60)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "CMYK"])
def test_every_kind_of_pixel_becomes_colour(mode: str) -> None:
    """Grey, palettes, print colours and sixteen bits come from all kinds of programs."""
    picture = picture_of(encoded(Image.new(mode, (64, 64)), "JPEG" if mode == "CMYK" else "PNG"))
    assert picture.image.mode == "RGBA"


def test_sixteen_bits_of_grey_are_scaled() -> None:
    """Cut off instead, every such picture would be white."""
    picture = picture_of(encoded(Image.new("I;16", (64, 64), 0x8000)))
    assert picture.image.getpixel((0, 0)) == (128, 128, 128, 255)


def test_a_thumbnail_is_the_whole_picture_in_few_pixels() -> None:
    """Two halves of two colours stay two halves; clear pixels stay clear."""
    image = plain(80, 40, (255, 0, 0, 255))
    image.paste((0, 0, 0, 0), (40, 0, 80, 40))
    small = thumbnail(picture_of(encoded(image)), 8, 8)
    assert (small.width, small.height) == (8, 4)
    assert small.rows[2][0] == (255, 0, 0, 255)
    assert small.rows[2][7][3] == 0


@pytest.mark.parametrize(("width", "height", "seen"), [(1, 4000, (1, 16)), (4000, 1, (16, 1)), (1, 1, (16, 16))])
def test_the_thinnest_picture_is_seen_too(tmp_path: Path, width: int, height: int, seen: tuple[int, int]) -> None:
    """A spacer or a gradient lies in any folder of pictures; who chooses it is told that it is no avatar."""
    path = tmp_path / "thin.png"
    path.write_bytes(encoded(plain(width, height)))
    found = glimpse(path, RULES)
    assert found.thumbnail is not None
    assert (found.thumbnail.width, found.thumbnail.height) == seen
    assert found.thumbnail.rows[-1][-1] == (*GREEN, 255)
    assert "picture_small" in [problem.key for problem in found.problems]
    assert found.usable is (width == height)


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0 B"), (1023, "1023 B"), (1024, "1 KB"), (1025, "2 KB"), (2_097_152, "2 MB"), (2_097_153, "2.1 MB")],
)
def test_a_size_over_the_limit_never_reads_like_the_limit(count: int, said: str) -> None:
    """“2 MB, limit 2 MB” would drive anybody mad."""
    assert file_size(count) == said


def test_every_problem_can_be_told() -> None:
    """A place of a sentence without its value would end the screen."""
    contents = (
        b"",
        announcing(60_000, 60_000),
        encoded(plain(20, 30, (255, 255, 255)), "WEBP"),
        encoded(noise())[:900],
    )
    rules = AvatarRules(("png",), 10, square=True, side_min=100)
    told = []
    for content in contents:
        try:
            told += [tell(problem).line for problem in problems(picture_of(content), rules)]
        except Refused as refused:
            told.append(tell(refused.refusal).line)
    assert "It is WEBP. Save it as: PNG (U-158)" in told
    assert len(told) == 8


def test_pillow_waits_until_a_picture_comes() -> None:
    """It costs a good part of the time to the first frame."""
    code = "import sys, mpwizard.pictures, screens.widgets.file_picker; print('PIL' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
