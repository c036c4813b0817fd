"""A program's output, cut into whole pieces wherever the chunks end."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mpwizard.serving.escapes import LONGEST, Piece, Sort, Splitter

WORDS = st.sampled_from(
    [
        "练习",
        "abc ",
        "\r\n",
        "\x1b[1;38;2;1;2;3m",
        "\x1b[?1049h",
        "\x1b[>1u",
        "\x1b]0;题\x07",
        "\x1b]52;c;aGk=\x1b\\",
        "\x1bP+q\x1b\\",
        "\x1b(B",
        "\x1b7",
    ]
)


def pieces(*chunks: bytes) -> list[Piece]:
    """What becomes of chunks."""
    splitter = Splitter()
    return [piece for chunk in chunks for piece in splitter.feed(chunk)]


def joined(found: list[Piece]) -> list[tuple[Sort, str]]:
    """Text may come in several pieces; sequences are always whole."""
    whole: list[tuple[Sort, str]] = []
    for piece in found:
        if whole and piece.sort is Sort.TEXT and whole[-1][0] is Sort.TEXT:
            whole[-1] = (Sort.TEXT, whole[-1][1] + piece.text)
        else:
            whole.append((piece.sort, piece.text))
    return whole


@given(st.lists(WORDS, max_size=12), st.data())
def test_wherever_the_chunks_end_the_pieces_are_the_same(words: list[str], data: st.DataObject) -> None:
    """A sequence or a character that is cut waits for its rest."""
    written = "".join(words).encode()
    cuts = sorted(data.draw(st.lists(st.integers(0, len(written)), max_size=6)))
    chunks = [written[begin:end] for begin, end in zip([0, *cuts], [*cuts, len(written)], strict=True)]
    assert joined(pieces(*chunks)) == joined(pieces(written))
    assert "".join(piece.text for piece in pieces(*chunks)).encode() == written


def test_colours_and_private_sequences_are_told_apart() -> None:
    """What looks alike is not the same: `CSI > 4 m` sets no colour."""
    colour, other, mode = pieces(b"\x1b[31m\x1b[>4m\x1b[?25l")
    assert (colour.is_colour, other.is_colour, mode.is_colour) == (True, False, False)
    assert (colour.is_private, other.is_private, mode.is_private) == (False, True, True)


def test_a_sequence_without_end_is_not_waited_for_for_ever() -> None:
    """What began like one and never ended is text again."""
    found = pieces(b"\x1b]52;c;" + b"A" * LONGEST, b"B")
    assert sum(len(piece.text) for piece in found if piece.sort is Sort.TEXT) > LONGEST


def test_bytes_that_are_no_characters_are_shown_as_such() -> None:
    """They end nothing."""
    assert pieces(b"a\xffb") == [Piece(Sort.TEXT, "a\ufffdb")]
