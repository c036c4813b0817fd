"""Who sees what in a company: departments take in those below them, and nobody else's."""

from __future__ import annotations

import pytest

from mpwizard.console.wecom_scope import Colleague, Department, Organisation, sees, tree, workbench
from mpwizard.i18n import Bilingual


def name(text: str) -> Bilingual:
    """A name that is the same in both languages."""
    return Bilingual(text, text)


COMPANY = Organisation(
    name=name("练习"),
    departments=(Department("top", name("top")), Department("below", name("below"), "top"), Department("b", name("b"))),
    colleagues=(
        Colleague("head", name("head"), "top"),
        Colleague("deep", name("deep"), "below"),
        Colleague("else", name("else"), "b"),
    ),
    apps=(name("审批"),),
)


@pytest.mark.parametrize(
    ("scope", "seeing"),
    [
        ((), set()),
        (("top",), {"head", "deep"}),
        (("below",), {"deep"}),
        (("head",), {"head"}),
        (("b", "deep"), {"else", "deep"}),
        (("top", "deep"), {"head", "deep"}),
        (("nobody",), set()),
    ],
)
def test_a_scope_of_departments_and_members(scope: tuple[str, ...], seeing: set[str]) -> None:
    """A department takes in all below it; a member is taken in alone."""
    assert {each.key for each in COMPANY.colleagues if sees(COMPANY, each.key, scope)} == seeing


def test_the_tree_stands_in_order_and_tells_how_it_is_visible() -> None:
    """Members before the departments beside them; listed by itself, or visible through what it is part of."""
    lines = [(each.key, each.depth, each.member, each.listed, each.visible) for each in tree(COMPANY, ("below",))]
    assert lines == [
        ("top", 0, False, False, False),
        ("head", 1, True, False, False),
        ("below", 1, False, True, True),
        ("deep", 2, True, False, True),
        ("b", 0, False, False, False),
        ("else", 1, True, False, False),
    ]


def test_the_workbench_differs_by_the_mini_program_alone() -> None:
    """Whoever is outside still has what everybody has, in the same order."""
    outside, inside = (workbench(COMPANY, "deep", scope, "练习样例") for scope in ((), ("top",)))
    assert [tile.name.zh for tile in outside] == ["审批"]
    assert inside[:-1] == outside
    assert (inside[-1].name.zh, inside[-1].ours) == ("练习样例", True)


def test_a_stranger_has_no_workbench() -> None:
    """An error of the caller, not an empty workbench."""
    with pytest.raises(KeyError):
        workbench(COMPANY, "stranger", ("top",), "练习样例")
