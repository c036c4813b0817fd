"""Section sign in: the password first, then the administrator's scan; whoever guesses is locked out."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mpwizard.domain import Kind
from mpwizard.matters import Matter, SignIn, SignInEvent
from mpwizard.problems import Invalid, Refused
from tests.desk.answers import PASSWORD
from tests.desk.console.conftest import Hold
from tests.desk.console.holder import Holder

EMAIL = "ops@example.com"


def state(holder: Holder) -> object:
    """Where somebody stands at the door."""
    return holder.matter(Matter.SIGN_IN).state


def test_the_password_and_then_the_scan_open_the_console(hold: Hold) -> None:
    """Neither alone: everything else says what is missing until both are there."""
    holder = hold(signed_in=False)
    for missing in ("not_signed_in", "not_signed_in"):
        with pytest.raises(Refused, match=missing):
            holder.do("members.add", role="trial", name="练习乙", wechat_id="wx_tester")
        if holder.account.newest(Matter.SIGN_IN) is None:
            holder.do("sign_in.password", email=EMAIL.upper(), password=PASSWORD)
    assert state(holder) is SignIn.AWAITING_SCAN
    holder.do("sign_in.scan")
    assert state(holder) is SignIn.SIGNED_IN
    holder.do("members.add", role="trial", name="练习乙", wechat_id="wx_tester")
    holder.folds()


def test_somebody_elses_scan_opens_nothing(hold: Hold) -> None:
    """The code stays for another try, as long as it counts."""
    holder = hold(signed_in=False)
    holder.do("sign_in.password", email=EMAIL, password=PASSWORD)
    with pytest.raises(Refused, match="scan_by_other"):
        holder.do("sign_in.scan_other")
    assert state(holder) is SignIn.AWAITING_SCAN
    holder.do("sign_in.scan")
    assert holder.account.signed_in


def test_the_code_to_scan_expires(hold: Hold) -> None:
    """Then the password has to be given again: somebody else may sit at the terminal by now."""
    holder = hold(signed_in=False)
    holder.do("sign_in.password", email=EMAIL, password=PASSWORD)
    holder.pass_time(holder.account.edition.span("signin.scan_lifetime") + timedelta(seconds=1))
    assert state(holder) is SignIn.SIGNED_OUT
    with pytest.raises(Refused, match="nothing_to_act_on"):
        holder.do("sign_in.scan")
    holder.folds()


@pytest.mark.parametrize("wrong", [{"email": "other@example.com"}, {"password": "something else entirely"}])
def test_wrong_tries_are_counted_down_and_lock_the_door(hold: Hold, wrong: dict[str, object]) -> None:
    """Neither is named as the wrong one; the lock ends by the clock, and the right ones still count."""
    holder = hold(signed_in=False)
    given = {"email": EMAIL, "password": PASSWORD}
    tries = holder.account.edition.number("signin.tries_max")
    for left in range(tries - 1, 0, -1):
        with pytest.raises(Refused) as refused:
            holder.do("sign_in.password", **{**given, **wrong})
        assert (refused.value.refusal.key, refused.value.refusal.values) == ("sign_in_wrong", {"left": left})
    for values in ({**given, **wrong}, given):
        with pytest.raises(Refused, match="sign_in_locked"):
            holder.do("sign_in.password", **values)
    assert state(holder) is SignIn.LOCKED
    holder.pass_time(holder.account.edition.span("signin.lock"))
    assert state(holder) is SignIn.SIGNED_OUT
    holder.do("sign_in.password", **given)
    assert state(holder) is SignIn.AWAITING_SCAN
    holder.folds()


def test_a_right_password_forgets_the_wrong_ones(hold: Hold) -> None:
    """A typing error today does not lock the door tomorrow."""
    holder = hold(signed_in=False)
    for _ in range(2):
        with pytest.raises(Refused, match="sign_in_wrong") as refused:
            holder.do("sign_in.password", email=EMAIL, password="wrong")
        holder.do("sign_in.password", email=EMAIL, password=PASSWORD)
        holder.do("sign_in.out")
    assert refused.value.refusal.values == {"left": holder.account.edition.number("signin.tries_max") - 1}


def test_whoever_is_signed_in_need_not_sign_in(hold: Hold) -> None:
    """A second sign-in is refused, and signing out ends what is open."""
    holder = hold()
    with pytest.raises(Refused, match="already_signed_in"):
        holder.do("sign_in.password", email=EMAIL, password=PASSWORD)
    holder.do("sign_in.out")
    with pytest.raises(Refused, match="not_signed_in"):
        holder.do("members.add", role="trial", name="练习乙", wechat_id="wx_tester")


def test_the_form_is_judged_before_anything_happens(hold: Hold) -> None:
    """An address that is none counts as no try."""
    holder = hold(signed_in=False)
    with pytest.raises(Invalid) as invalid:
        holder.do("sign_in.password", email="nobody", password="")
    assert [problem.field for problem in invalid.value.problems] == ["email", "password"]
    assert holder.account.newest(Matter.SIGN_IN) is None


def test_neither_password_nor_address_is_kept(hold: Hold) -> None:
    """The log says that somebody tried, and nothing of what was typed."""
    holder = hold()
    kept = [holder.matter(Matter.SIGN_IN).details, *(entry.note for entry in holder.log(Matter.SIGN_IN))]
    assert [entry.event for entry in holder.log(Matter.SIGN_IN)] == [
        SignInEvent.PASSWORD_ACCEPTED,
        SignInEvent.SCAN_ACCEPTED,
    ]
    assert EMAIL not in str(kept)
    assert PASSWORD not in str(kept)


def test_a_record_case_opens_directly(hold: Hold) -> None:
    """No record case has a password; who works on it has signed in on the web site."""
    holder = hold(kind=Kind.RECORD)
    assert holder.account.signed_in
    assert holder.view.section("sign_in").offers == ()
    with pytest.raises(Refused, match="practice_only"):
        holder.do("sign_in.password", email=EMAIL, password=PASSWORD)
