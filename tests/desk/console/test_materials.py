"""What a case needs to have at hand, as it stands beside it on the desk."""

from __future__ import annotations

from mpwizard.at_a_glance import glance
from mpwizard.domain import EntityType, Method
from tests.desk.conftest import Apply
from tests.desk.console.conftest import Hold
from tests.desk.console.holder import Holder
from tests.desk.console.test_categories import ONE


def at_hand(holder: Holder, name: str) -> list[bool]:
    """Which of the things of one name are there."""
    seen = glance(holder.desk, holder.id)
    return [each.at_hand for each in seen.materials if each.name == name]


def test_a_registration_ticks_what_its_steps_asked_for_once_they_are_done(apply: Apply) -> None:
    """The mailbox is there after the activation, the administrator's papers are still to come."""
    applicant = apply(EntityType.ENTERPRISE, Method.TRANSFER)
    applicant.reach("entity_type")
    listed = glance(applicant.desk, applicant.id).materials
    done = {each.name for each in listed if each.at_hand}
    assert "Activation" in done
    assert {each.at_hand for each in listed if each.name == "Administrator"} == {False}
    assert not {each.name for each in listed if not each.at_hand} & done


def test_the_papers_of_a_verification_are_listed_until_it_holds(hold: Hold) -> None:
    """Open before the application, ticked in it, gone with the answer."""
    holder = hold(EntityType.MEDIA)
    assert set(at_hand(holder, "WeChat verification")) == {False}
    holder.apply_for_verification()
    assert set(at_hand(holder, "WeChat verification")) == {True}
    holder.do("verification.pay")
    holder.do("verification.take")
    holder.do("verification.pass")
    assert at_hand(holder, "WeChat verification") == []


def test_who_may_do_without_a_verification_is_asked_for_no_papers_of_it(hold: Hold) -> None:
    """An enterprise that has paid its transfer."""
    assert glance((holder := hold()).desk, holder.id).materials == ()


def test_the_papers_of_a_category_are_listed_until_it_is_submitted(hold: Hold) -> None:
    """Each paper of the checklist, ticked by itself."""
    holder = hold()
    holder.do("categories.add", code=ONE.code)
    assert at_hand(holder, "Service categories") == [False, False]
    holder.do("categories.papers", papers=ONE.papers[0][0])
    assert at_hand(holder, "Service categories") == [True, False]
    holder.do("categories.papers", papers=",".join(ONE.papers[0]))
    holder.do("categories.submit")
    assert at_hand(holder, "Service categories") == []
