"""An exercise knows which step is next, lets faults come once, helps, solves, and is there again after a restart."""

from __future__ import annotations

from pathlib import Path

import pytest

from mpwizard.account_desk import AccountDesk
from mpwizard.desk import Desk
from mpwizard.matters import Matter, Version
from mpwizard.problems import Trouble
from mpwizard.scenarios.exercise import FILE, Exercise, kept_in
from mpwizard.scenarios.reading import read, read_file
from mpwizard.surroundings import Surroundings
from tests.desks import on_desk
from tests.scenarios.test_reading import END, GOOD, HEAD, STEP, written


@pytest.fixture
def review(desk: Desk, tmp_path: Path) -> Exercise:
    """An exercise in which others answer what is handed in."""
    return Exercise(desk, read("review-refused-thrice"), tmp_path)


def test_what_is_done_by_hand_is_seen(desk: Desk, tmp_path: Path) -> None:
    """The desk's own use-cases are the only way to go on."""
    exercise = Exercise(desk, read("transfer-wrong-sum"), tmp_path)
    current = exercise.look().current
    assert current is not None
    assert current.key == "wrong"
    # Whoever pays at once has passed the second step, and is asked for the first all the same.
    Surroundings(desk).pay(exercise.case_id)
    assert exercise.look().done == ("right",)
    assert exercise.look().current is current


def test_a_fault_comes_when_its_step_begins_and_once(desk: Desk, review: Exercise) -> None:
    """Looking again must not refuse again."""
    review.solve()
    after = [review.look() for _ in range(3)]
    versions = AccountDesk(desk).view(review.case_id).account.all(Matter.VERSION)
    assert [version.state for version in versions] == [Version.REJECTED]
    assert len({each.current.key for each in after if each.current}) == 1
    assert review.kept.begun == ("submit", "crash")


def test_an_exercise_goes_on_where_it_was_left(desk: Desk, review: Exercise, tmp_path: Path) -> None:
    """The case, the steps done, and who was helped with what."""
    step = review.look().current
    assert step is not None
    review.help_with(step)
    review.solve()
    again = Exercise(desk, review.scenario, tmp_path)
    assert again.case_id == review.case_id
    assert again.look() == review.look()
    kept = kept_in(tmp_path)
    assert kept is not None
    assert (kept.helped, kept.solved) == (("submit",), ("submit",))


def test_every_step_can_be_solved_to_the_end(review: Exercise) -> None:
    """A trainer jumps ahead by solving."""
    for _ in review.scenario.steps:
        review.solve()
    assert review.look().finished
    assert review.ended_as_told()
    assert review.solve().finished


def test_a_step_done_meanwhile_is_not_solved_for_another(review: Exercise) -> None:
    """Whoever asked for the first step gets no second one done."""
    review.solve("submit")
    assert review.solve("submit").done == ("submit",)


def test_a_torn_file_is_told_and_nothing_begun_over_it(desk: Desk, review: Exercise, tmp_path: Path) -> None:
    """The case is still there for whoever wants to look; beginning anew is a decision."""
    (tmp_path / FILE).write_text("{", encoding="utf-8")
    with pytest.raises(Trouble, match="exercise_unreadable"):
        Exercise(desk, review.scenario, tmp_path)
    assert len(on_desk(desk)) == 1


def test_a_fault_that_cannot_come_any_more_stands_in_nobodys_way(desk: Desk, review: Exercise) -> None:
    """Somebody played the platform before the exercise did."""
    view = AccountDesk(desk)
    view.do(review.case_id, "versions.add_page", dict(review.scenario.step("submit").solution[0].values))
    view.do(review.case_id, "versions.submit")
    view.do(review.case_id, "versions.approve")
    assert review.look().current is review.scenario.step("crash")


def test_a_setup_that_finds_something_else_wrong_is_refused(desk: Desk, own: Path) -> None:
    """Five mistakes are five."""
    setup = '[setup.answers.account_type]\ntype = "service"\n'
    scenario = read_file(written(own, HEAD + setup + STEP + END), own)
    with pytest.raises(Trouble, match="scenario_setup"):
        Exercise(desk, scenario, own)


def test_a_solution_that_does_not_solve_is_told(desk: Desk, own: Path) -> None:
    """The file is wrong, and says where."""
    scenario = read_file(written(own, GOOD.replace('passed = "account_type"', 'reached = "registered"')), own)
    with pytest.raises(Trouble) as trouble:
        Exercise(desk, scenario, own).solve()
    assert trouble.value.values == {"name": "mine", "step": "kind"}
    refused = GOOD.replace('type = "mini_program" } }', 'type = "mini_program" }, refused = "scan_by_other" }')
    with pytest.raises(Trouble, match="scenario_diverged"):
        Exercise(desk, read_file(written(own, refused, "other.toml"), own), own / "parts").solve()
