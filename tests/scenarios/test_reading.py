"""A scenario file is taken whole or refused with its place; a trainer's own folder comes first."""

from __future__ import annotations

from pathlib import Path

import pytest

from mpwizard.problems import Trouble
from mpwizard.scenarios.reading import LARGEST, found, read, read_file
from mpwizard.tell import tell

HEAD = """\
title = { en = "T", zh = "题" }
about = { en = "A", zh = "关" }
"""
STEP = """
[[steps]]
key = "kind"
title = { en = "T", zh = "题" }
cue = { en = "C", zh = "说" }
hint = { en = "H", zh = "帮" }
solution = [{ submit = "account_type", values = { type = "mini_program" } }]
check = { passed = "account_type" }
"""
END = """
[end]
state = "draft"
"""
GOOD = HEAD + STEP + END
SECRET = "geheim-4711"


def written(folder: Path, text: str, name: str = "mine.toml") -> Path:
    """A file in a folder."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_an_own_scenario_is_found_beside_the_shipped_ones(own: Path) -> None:
    """Named by its file, and marked as one's own."""
    written(own, GOOD)
    assert read("mine", own).steps[0].key == "kind"
    assert [each.own for each in found(own) if each.name == "mine"] == [True]
    assert "enterprise" in {each.name for each in found(own)}


def test_an_own_scenario_takes_the_place_of_a_shipped_one(own: Path) -> None:
    """Whoever changes one for a class copies it under its name."""
    written(own, GOOD, "enterprise.toml")
    assert len(read("enterprise", own).steps) == 1


def test_an_own_part_takes_its_place_among_the_steps(own: Path) -> None:
    """Steps that scenarios share are written once."""
    written(own / "parts", STEP, "first.toml")
    path = written(own, f'{HEAD}[[steps]]\npart = "first"\n{END}')
    assert [step.key for step in read_file(path, own).steps] == ["kind"]


def test_what_a_part_does_can_be_the_setup(own: Path) -> None:
    """Its deeds come before those of the setup itself."""
    written(own / "parts", STEP, "first.toml")
    more = '[setup]\nparts = ["first"]\ndeeds = [{ do = "world.day" }]\n'
    scenario = read_file(written(own, HEAD + more + STEP + END), own)
    assert [deed.submit or deed.do for deed in scenario.setup.deeds] == ["account_type", "world.day"]


_VALUE, _KEY, _STEP = "scenario_bad_value", "scenario_unknown_key", "steps.kind"
_PASSED, _SUBMIT = 'passed = "account_type"', 'submit = "account_type"'


@pytest.mark.parametrize(
    ("old", "new", "key", "line", "place"),
    [
        ("[end]", "[end", "scenario_not_toml", 12, ""),
        ("[end]", f"[end]\n{SECRET} = 1", _KEY, 13, f"end.{SECRET}"),
        ('state = "draft"', f'state = "{SECRET}"', _VALUE, 13, "end.state"),
        ("passed =", "passes =", _KEY, 5, f"{_STEP}.check.passes"),
        (_PASSED, f'passed = "{SECRET}"', _VALUE, 5, f"{_STEP}.check.passed"),
        (_PASSED, f'event = "{SECRET}"', _VALUE, 5, f"{_STEP}.check"),
        (_PASSED, f'matter = "version", reached = "{SECRET}"', _VALUE, 5, f"{_STEP}.check"),
        (_PASSED, "times = 2", _VALUE, 5, f"{_STEP}.check"),
        (_SUBMIT, 'do = "members.explode"', _VALUE, 5, f"{_STEP}.solution.1"),
        (_SUBMIT, 'send = "mobile_code"', _VALUE, 5, f"{_STEP}.solution.1"),
        (_SUBMIT, f'{_SUBMIT}, do = "world.day"', _VALUE, 5, f"{_STEP}.solution.1"),
        ("{ type =", "{ colour =", _VALUE, 5, f"{_STEP}.solution.1"),
        ("check =", 'faults = [{ do = "members.add" }]\ncheck =', _VALUE, 5, f"{_STEP}.faults"),
        ("check =", 'refusals = ["U-000"]\ncheck =', _VALUE, 5, f"{_STEP}.refusals"),
        ("check =", 'rules = ["no.such"]\ncheck =', _VALUE, 1, ""),
        ('zh = "帮"', 'zh = ""', _VALUE, 5, f"{_STEP}.hint.zh"),
        (END, STEP + END, _VALUE, 1, ""),
        (STEP, "steps = []", _VALUE, 3, "steps"),
        (STEP, '[setup]\nwrong = ["entity.colour"]' + STEP, _VALUE, 4, "setup.wrong"),
        (STEP, '[setup]\nedition = "guide-1999"' + STEP, _VALUE, 4, "setup.edition"),
        (STEP, "[setup.answers.colour]" + STEP, _VALUE, 3, "setup.answers"),
        (STEP, '[[steps]]\npart = "no-such"', "scenario_part_unknown", 3, "steps"),
    ],
)
def test_a_bad_file_is_refused_with_its_place(own: Path, old: str, new: str, key: str, line: int, place: str) -> None:
    """Code, reason and place; what stands in the file is not repeated, except a name that nothing has."""
    text = GOOD.replace(old, new, 1)
    assert text != GOOD
    with pytest.raises(Trouble) as trouble:
        read_file(written(own, text), own)
    raised = trouble.value
    assert (raised.key, raised.values["line"], raised.values.get("key", "")) == (key, line, place)
    assert raised.values["name"] == "mine.toml"
    told = tell(raised)
    assert told.code.startswith("U-93")
    assert SECRET not in told.message or raised.key == "scenario_unknown_key"


def test_the_choices_are_told_where_a_value_is_none_of_them(own: Path) -> None:
    """Whoever writes a scenario need not look them up."""
    with pytest.raises(Trouble) as trouble:
        read_file(written(own, GOOD.replace('passed = "account_type"', 'event = "explodes"')), own)
    assert "transfer_refused" in str(trouble.value.values["choices"])


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"x" * (LARGEST + 1)], ids=["no text", "too large"])
def test_what_is_no_small_text_is_not_read(own: Path, content: bytes) -> None:
    """A picture that got into the folder, or a whole book."""
    path = own / "mine.toml"
    path.write_bytes(content)
    with pytest.raises(Trouble, match="scenario_unreadable"):
        read_file(path, own)


def test_an_unknown_name_leads_to_no_file(own: Path) -> None:
    """A name is looked up among the files, never made a path of."""
    written(own.parent, GOOD, "outside.toml")
    for name in ("none", "../outside", "parts/first", ""):
        with pytest.raises(Trouble, match="scenario_unknown"):
            read(name, own)


def test_the_example_of_the_documentation_can_be_taken(own: Path) -> None:
    """Whoever copies it begins with something that works."""
    page = Path(__file__).resolve().parents[2] / "docs/scenarios.md"
    example = page.read_text(encoding="utf-8").partition("```toml\n")[2].partition("```")[0]
    assert [step.key for step in read_file(written(own, example), own).steps] == ["wrong", "sign-in"]
