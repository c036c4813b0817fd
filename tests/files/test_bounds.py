"""What a program that is served may read of the machine's files: its own folder, by whatever path."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from mpwizard.another_program import SERVED
from mpwizard.folders import listing
from mpwizard.pictures import read_picture
from mpwizard.problems import Refused


@pytest.fixture
def others(tmp_path: Path) -> Path:
    """Two sandboxes beside each other, a picture in each; the one of bob is served. The value is the other one's."""
    for name in ("bob", "cai"):
        (tmp_path / name / "pictures").mkdir(parents=True)
        Image.new("RGB", (144, 144), "green").save(tmp_path / name / "pictures/one.png")
    return tmp_path / "cai"


@pytest.fixture
def served(others: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the program."""
    own = others.parent / "bob"
    monkeypatch.setenv(SERVED, str(own / ".front-1.json"))
    return own


def test_a_program_that_nobody_serves_reads_what_the_system_lets_it(others: Path) -> None:
    """It is at its user's own machine."""
    assert [each.name for each in listing(others).entries] == ["pictures"]
    assert read_picture(others / "pictures/one.png").width == 144


def test_a_served_one_reads_its_own_folder(served: Path) -> None:
    """And all below it."""
    assert [each.name for each in listing(served / "pictures").entries] == ["one.png"]
    assert read_picture(served / "pictures/../pictures/one.png").width == 144


@pytest.mark.parametrize("way", ["../cai/pictures", "pictures/../../cai/pictures", "link", "/", "..", "loop"])
def test_no_way_leads_out_of_it(served: Path, others: Path, way: str) -> None:
    """Neither up and down again, nor by a link, nor from the root; whether there is such a file is not told either."""
    (served / "link").symlink_to(others / "pictures")
    (served / "loop").symlink_to(served / "loop")
    for look in (lambda: listing(served / way), lambda: read_picture(served / way / "one.png")):
        with pytest.raises(Refused) as refused:
            look()
        assert refused.value.refusal.key == "file_out_of_bounds"
    with pytest.raises(Refused, match="file_out_of_bounds"):
        read_picture(served / "../cai/nothing.png")
