"""Paths as they are typed: which folder is meant, which names fit, how far they go on."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mpwizard import folders
from mpwizard.folders import Entry, as_typed, completed, fitting, from_paste, listing, split
from mpwizard.problems import Refused

NAMES = [
    Entry("My logos", folder=True),
    Entry("Pictures", folder=True),
    Entry("图片", folder=True),
    Entry(".secret", folder=False),
    Entry("logo", folder=False),
    Entry("logo-2.png", folder=False),
    Entry("logo.png", folder=False),
    Entry("头像.jpg", folder=False),
]


def names(leaf: str) -> list[str]:
    """The names a beginning may mean."""
    return [each.name for each in fitting(NAMES, leaf)]


def test_folders_come_first_and_hidden_names_when_asked_for(tmp_path: Path) -> None:
    """As every file manager shows them."""
    place = tmp_path / "place"
    (place / "z").mkdir(parents=True)
    for name in ("b.png", "A.png", ".dot"):
        (place / name).touch()
    (place / "link").symlink_to(place / "z")
    entries = listing(place).entries
    assert [each.name for each in fitting(entries, "")] == ["link", "z", "A.png", "b.png"]
    assert fitting(entries, ".")[0].name == ".dot"
    assert [each.name for each in entries if each.folder] == ["link", "z"]


def test_a_folder_that_cannot_be_listed_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty list would say that nothing is there."""
    (tmp_path / "file").touch()

    def key_of(folder: Path) -> str:
        with pytest.raises(Refused) as caught:
            listing(folder)
        return caught.value.refusal.key

    assert key_of(tmp_path / "none") == "folder_missing"
    assert key_of(tmp_path / "file") == "folder_missing"
    assert key_of(Path("zero\0byte")) == "folder_missing"

    def forbidden(_folder: object) -> object:
        raise PermissionError

    monkeypatch.setattr(os, "scandir", forbidden)
    assert key_of(tmp_path) == "folder_unreadable"


def test_a_folder_of_very_many_names_is_read_in_part_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list without end would keep everybody waiting."""
    monkeypatch.setattr(folders, "MOST_ENTRIES", 3)
    place = tmp_path / "place"
    place.mkdir()
    for name in "abcd":
        (place / name).touch()
    assert len(listing(place).entries) == 3
    assert listing(place).more
    (place / "d").unlink()
    assert not listing(place).more


@pytest.mark.parametrize(
    ("typed", "folder", "leaf"),
    [
        ("", "{base}", ""),
        ("lo", "{base}", "lo"),
        ("sub/lo", "{base}/sub", "lo"),
        ("../lo", "{above}", "lo"),
        ("/etc/ho", "/etc", "ho"),
        ("/", "/", ""),
        ("~", "{home}", ""),
        ("~/My Pictures/a b", "{home}/My Pictures", "a b"),
        ("~/图片/头", "{home}/图片", "头"),
    ],
)
def test_a_typed_path_is_a_folder_and_the_beginning_of_a_name(
    typed: str, folder: str, leaf: str, tmp_path: Path
) -> None:
    """From the own home, from the folder begun in, from the root; blanks and Chinese are letters like any other."""
    base = tmp_path / "base"
    places = {"base": str(base), "above": str(tmp_path), "home": os.environ["HOME"]}
    assert split(typed, base) == (Path(folder.format(**places)), leaf)


def test_a_path_is_written_as_one_would_type_it(tmp_path: Path) -> None:
    """The own home is a tilde; what is written means the same when it is read."""
    home = Path(os.environ["HOME"])
    assert as_typed(home, folder=True) == "~/"
    assert as_typed(home / "图片 一", folder=True) == "~/图片 一/"
    assert as_typed(Path("/"), folder=True) == "/"
    for path in (home, home / "a b", tmp_path, Path("/")):
        assert split(as_typed(path, folder=True), Path("/nowhere")) == (path, "")


def test_what_begins_so_comes_before_what_holds_it() -> None:
    """Who types the middle of a name finds it too; the very name itself is always first."""
    assert names("lo") == ["logo", "logo-2.png", "logo.png", "My logos"]
    assert names("logo.png") == ["logo.png"]
    assert names("LOGO") == ["logo", "logo-2.png", "logo.png", "My logos"]
    assert names("头") == ["头像.jpg"]
    assert names("nothing") == []
    assert ".secret" not in names("")
    assert names(".s") == [".secret"]


@pytest.mark.parametrize(
    ("leaf", "whole"),
    [
        ("P", "Pictures/"),
        ("pic", "Pictures/"),
        ("My", "My logos/"),
        ("lo", "logo"),
        ("logo-", "logo-2.png"),
        ("logo", "logo"),
        ("图", "图片/"),
        ("头", "头像.jpg"),
        ("x", "x"),
        ("", ""),
        (".", ".secret"),
    ],
)
def test_completion_goes_as_far_as_it_is_sure(leaf: str, whole: str) -> None:
    """No further, or it would choose for the user; a folder that is sure is entered."""
    assert completed(NAMES, leaf) == whole


def test_a_name_no_terminal_may_show_is_not_typed_for_anybody() -> None:
    """Escape sequences in a file's name would stand in the line; the name can be taken from the list all the same."""
    assert completed([Entry("a\x1b[31m.png", folder=False)], "a") == "a"


@pytest.mark.parametrize(
    ("pasted", "path"),
    [
        ("'/pics/a b.png'\n", "/pics/a b.png"),
        ('"/pics/a b.png"', "/pics/a b.png"),
        (r"/pics/a\ b.png", "/pics/a b.png"),
        ("file:///pics/a%20b/%E5%A4%B4.png", "/pics/a b/头.png"),
        ("  ~/x.png ", "~/x.png"),
        ("'", "'"),
    ],
)
def test_a_path_dropped_on_the_terminal_is_read_as_it_is_meant(pasted: str, path: str) -> None:
    """Each terminal and file manager hands it over in its own quotes."""
    assert from_paste(pasted) == path
