"""The shipped reasons for refusing and returning: each can be told, looked up and put right, in both languages."""

from __future__ import annotations

import re

import pytest

from mpwizard.matters import Matter
from mpwizard.rejections import Outcome, Reason, reason, reasons, reasons_for
from mpwizard.rules.edition import Confidence
from mpwizard.text import width

REASONS = list(reasons())
TITLE_CELLS = 60  # a reason is one line of the platform desk's list
REVIEWED = (
    Matter.NAME,
    Matter.AVATAR,
    Matter.INTRODUCTION,
    Matter.CATEGORY,
    Matter.VERSION,
    Matter.VERIFICATION,
    Matter.PAY,
    Matter.OPEN_PLATFORM,
    Matter.OFFICIAL_ACCOUNT,
    Matter.WECOM,
)

each_reason = pytest.mark.parametrize("one", REASONS, ids=lambda one: one.key)


@each_reason
def test_every_reason_says_what_is_wrong_and_what_to_do(one: Reason) -> None:
    """A refusal without a way on is where an operator gives up."""
    for text in (one.title, one.fix, one.section):
        assert text.zh.strip()
        assert text.en.strip()
    assert one.fix.zh.endswith("。")
    assert one.fix.en.endswith(".")


@each_reason
def test_a_reason_fits_one_line(one: Reason) -> None:
    """They are chosen from a list and shown in one."""
    assert max(width(one.title.zh), width(one.title.en)) <= TITLE_CELLS
    assert re.match(r"[A-Z]", one.title.en)


@each_reason
def test_a_reason_is_found_by_its_key_and_by_its_code(one: Reason) -> None:
    """The code is what users quote, the key what cases keep."""
    assert reason(one.key) is one
    assert reason(one.code.lower()) is one


@each_reason
def test_a_reason_no_source_names_says_so(one: Reason) -> None:
    """Users must be able to tell the platform's reason from one we thought of."""
    assert one.confidence in set(Confidence)
    assert (one.confidence == Confidence.DEFAULT) == (one.source == "project default")
    if one.code[0].isdigit() or one.code.startswith("OP-"):
        assert one.source.endswith(f": {one.code.removeprefix('OP-')}")


def test_codes_are_unique() -> None:
    """Two reasons of one code would send somebody to mend the wrong thing."""
    assert len({one.code for one in REASONS}) == len(REASONS)


def test_all_official_reasons_for_refusing_a_version_are_there() -> None:
    """The catalogue is the platform's own; a reviewer's number must be found in it."""
    official = [one for one in REASONS if one.code[0].isdigit()]
    assert len(official) == 65
    assert all(Matter.VERSION in one.matters for one in official)


@pytest.mark.parametrize("matter", REVIEWED)
def test_everything_that_is_looked_at_can_be_refused(matter: Matter) -> None:
    """Somebody who plays the platform needs a reason for each thing that waits."""
    assert reasons_for(matter, Outcome.REFUSED)
    assert all(matter in one.matters for one in reasons_for(matter))
    assert not {one for one in reasons_for(matter, Outcome.RETURNED) if one.outcome is not Outcome.RETURNED}


def test_only_a_verification_is_returned_for_correction() -> None:
    """The lifecycle knows a return there and nowhere else."""
    assert {one.matters for one in REASONS if one.outcome is Outcome.RETURNED} == {(Matter.VERIFICATION,)}


def test_the_missing_test_account_keeps_its_key() -> None:
    """The practice platform sends a version back by it, once."""
    assert reason("no_test_account").code == "3.3.4"


def test_a_reason_that_does_not_exist_is_refused() -> None:
    """Whoever scripts the platform may mistype."""
    with pytest.raises(KeyError):
        reason("no_such_reason")


def test_nobody_is_blamed() -> None:
    """Reasons are read by whoever did the work."""
    said = [text for one in REASONS for text in (one.title.en, one.fix.en)]
    assert [text for text in said if re.search(r"\b(stupid|invalid|illegal)\b", text, re.IGNORECASE)] == []
