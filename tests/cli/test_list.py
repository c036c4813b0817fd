"""`mpwizard list`: the filter line, the orders and the columns of the desk, for scripts and for people."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mpwizard.bootstrap import open_desk
from mpwizard.cli_list import COLUMNS
from mpwizard.desk import Desk
from mpwizard.domain import Kind
from mpwizard.team import Team
from tests.cli.answers import Command


@pytest.fixture
def desk(own_folders: Path) -> Iterator[Desk]:
    """The desk that the commands open: three practice cases and one of record, of which bob has two."""
    opened = open_desk()
    for kind in (Kind.PRACTICE, Kind.PRACTICE, Kind.PRACTICE, Kind.RECORD):
        opened.create(kind)
    for case_id in (1, 4):
        Team(opened).hand_over(case_id, "bob")
    yield opened
    opened.close()


def listed(command: Command, *arguments: str) -> list[str]:
    """The numbers of the cases listed."""
    ran = command("list", "--json", *arguments)
    assert ran.code == 0
    return [case["case"][-1] for case in ran.json["cases"]]


def test_the_filter_line_filters(desk: Desk, command: Command) -> None:
    """In either language, as on the screen."""
    assert listed(command, "owner:bob") == ["4", "1"]
    assert listed(command, "负责人：bob 种类：实录") == ["4"]
    assert listed(command, "0002") == ["2"]
    assert listed(command, "--", "-owner:bob") == ["3", "2"]
    assert listed(command, "has:archived") == []


def test_the_orders_are_those_of_the_desk(desk: Desk, command: Command) -> None:
    """The last changed first, what is due first, and either the other way round."""
    assert listed(command) == ["4", "1", "3", "2"]
    assert listed(command, "--sort", "-changed") == ["2", "3", "1", "4"]
    assert listed(command, "--sort", "due") == ["1", "2", "3", "4"]
    assert listed(command, "--sort=-stage") == ["4", "3", "2", "1"]
    assert listed(command, "--limit", "2") == ["4", "1"]


def test_pages_follow_each_other_until_the_list_is_whole(
    desk: Desk, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A script gets everything, however many pages that are."""
    monkeypatch.setattr("mpwizard.case_query.LONGEST_PAGE", 2)
    assert listed(command) == ["4", "1", "3", "2"]
    assert listed(command, "--limit", "3") == ["4", "1", "3"]


def test_the_columns_are_chosen(desk: Desk, command: Command) -> None:
    """For people by their titles, for scripts by the names of the JSON."""
    page = command("list", "owner:bob", "--columns", "case,owner").out.splitlines()
    assert [line.split() for line in page] == [["Case", "Owner"], ["MP-2026-0004", "bob"], ["MP-2026-0001", "bob"]]
    (case, *_) = command("list", "--json", "--columns", "case,stage,by").json["cases"]
    assert case.keys() == {"case", "stage", "by"}
    whole = command("list", "--json").json["cases"][0]
    assert {column.name for column in COLUMNS.values()} <= whole.keys()
    assert command("list", "--columns", ",".join(COLUMNS)).code == 0


def test_a_wrong_filter_ends_with_two_and_the_place(command: Command) -> None:
    """Nothing is listed by half a filter: a script would act on the wrong cases."""
    ran = command("list", "深圳 status:draftt")
    assert (ran.code, ran.out) == (2, "")
    assert "11-16" in ran.err
    assert f"  深圳 status:draftt\n  {' ' * 12}{'^' * 6}\n" in ran.err
    told = command("list", "--json", "深圳 status:draftt due:x")
    assert (told.code, told.codes) == (2, ["U-921", "U-923"])
    assert [(each["start"], each["end"]) for each in told.json["problems"]] == [(10, 16), (21, 22)]


@pytest.mark.parametrize(
    ("arguments", "codes"),
    [(("--columns", "case,nope"), ["U-927"]), (("--sort", "nope"), ["U-928"])],
)
def test_a_name_that_lists_do_not_know_ends_with_two(
    command: Command, arguments: tuple[str, ...], codes: list[str]
) -> None:
    """Told as everything is."""
    ran = command("list", "--json", *arguments)
    assert (ran.code, ran.codes) == (2, codes)


@pytest.mark.parametrize("limit", ["0", "x"])
def test_a_limit_is_a_number_of_cases(command: Command, limit: str) -> None:
    """None at all is no list."""
    assert command("list", "--limit", limit).code == 2
