"""Somebody who brings versions of the code through the console of an account that is ready for it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mpwizard.console.account import Details
from mpwizard.console.action import Deed
from mpwizard.console.category_details import CategoryDetails
from mpwizard.console.doing import account_in
from mpwizard.console.profile import AvatarDetails, Chance, IntroductionDetails, NameDetails
from mpwizard.console.verification_papers import VerificationDetails
from mpwizard.console.version_details import VersionDetails, kept
from mpwizard.domain import Kind
from mpwizard.matters import CategoryEvent, Matter, ProfileEvent, VerificationEvent
from mpwizard.problems import Refused
from mpwizard.records import MatterRecord
from mpwizard.wizard.form import Answers
from mpwizard.world import Decided
from tests.desk.console.holder import Holder

PLAIN, WITH_REGULATOR = "N010201", "N1304"
PERSONAL = "P010101"
PAGE: dict[str, object] = {"path": "pages/index/index", "title": "练习首页", "category": PLAIN, "tags": "练习 样例"}
TEST_ACCOUNT: dict[str, object] = {"user": "reviewer", "password": "nur zum Anschauen"}


def _deed(holder: Holder, work: object) -> Deed:
    return Deed(work, account_in(work), None, Answers(), source=holder.desk.operator)  # type: ignore[arg-type]


def complete_information(holder: Holder) -> None:
    """Name, avatar and introduction are set, past every gate of their section: what is tested is what follows."""
    now = holder.account.now
    said = {"handed_in_at": now, "handed_in_by": "ann"}
    parts: dict[Matter, Details] = {
        Matter.NAME: NameDetails(name="练习样例", chance=Chance.FIRST, **said),
        Matter.AVATAR: AvatarDetails(facts="", columns=1, thumbnail="", **said),
        Matter.INTRODUCTION: IntroductionDetails(text="练习用的样例介绍", **said),
    }
    for matter, part in parts.items():
        with holder.desk.working(holder.id) as work:
            deed = _deed(holder, work)
            deed.move(deed.begin(matter, part, ProfileEvent.HANDED_IN), ProfileEvent.ACCEPTED)


def verify(holder: Holder) -> None:
    """The WeChat verification passes, past papers, fee and gates: what is tested is what follows."""
    with holder.desk.working(holder.id) as work:
        deed = _deed(holder, work)
        applied = VerificationDetails(papers=(), fee=deed.account.edition.money("verification.fee"))
        begun = deed.begin(Matter.VERIFICATION, applied, VerificationEvent.SUBMITTED)
        deed.move(deed.move(begun, VerificationEvent.TAKEN), VerificationEvent.PASSED)


def add_category(holder: Holder, code: str = PLAIN) -> int:
    """A category that holds; its number."""
    with holder.desk.working(holder.id) as work:
        deed = _deed(holder, work)
        begun = deed.begin(Matter.CATEGORY, CategoryDetails(code=code, added_by="ann"), CategoryEvent.CHOSEN)
        return deed.move(begun, CategoryEvent.TAKEN).number


def remove_category(holder: Holder, number: int) -> None:
    """The category holds no more."""
    with holder.desk.working(holder.id) as work:
        deed = _deed(holder, work)
        deed.move(deed.account.one(Matter.CATEGORY, number), CategoryEvent.REMOVED)


def ready(holder: Holder) -> Holder:
    """An account from which a version can be submitted."""
    complete_information(holder)
    add_category(holder, PERSONAL if holder.account.individual else PLAIN)
    return holder


def page_for(holder: Holder, **changed: object) -> dict[str, object]:
    """A page group that is all right for this account."""
    return {**PAGE, "category": PERSONAL if holder.account.individual else PLAIN, **changed}


def upload(holder: Holder, version: str = "1.0.0", *, developer: object = "administrator", **values: object) -> int:
    """A version arrives; its number."""
    holder.do("versions.upload", version=version, developer=str(developer), **values)
    return holder.matter(Matter.VERSION).number


def add_developer(holder: Holder, name: str = "wx_developer") -> int:
    """A developer is bound; the member's number."""
    holder.do("members.add", role="developers", name="练习乙", wechat_id=name)
    return holder.matter(Matter.MEMBER).number


def submit(holder: Holder, version: str = "1.0.0", *, developer: object = "administrator", **values: object) -> int:
    """A version arrives and is submitted; its number."""
    number = upload(holder, version, developer=developer, **values)
    if not details_of(holder, number).pages:
        holder.do("versions.add_page", number, **page_for(holder))
    holder.do("versions.submit", number)
    return number


def release(holder: Holder, version: str = "1.0.0") -> int:
    """A version goes all the way online; its number."""
    number = submit(holder, version)
    holder.do("versions.approve", number)
    holder.do("versions.release", number)
    return number


def details_of(holder: Holder, number: int = 0) -> VersionDetails:
    """What is kept about a version; about the newest where no number is given."""
    return kept(holder.matter(Matter.VERSION, number))


def version_of(holder: Holder, number: int = 0) -> MatterRecord:
    """A version as it stands."""
    return holder.matter(Matter.VERSION, number)


def decide(holder: Holder, action: str, **values: str) -> None:
    """What the platform answers next is decided in advance."""
    with holder.desk.working(holder.id) as work:
        assert work.world is not None
        work.world.decided.append(Decided(matter="version", action=action, values=values))


def why_not(holder: Holder, action: str, number: int) -> tuple[str, dict[str, object], str]:
    """Why an action is refused now: key, values, rule."""
    with pytest.raises(Refused) as refused:
        holder.do(action, number)
    refusal = refused.value.refusal
    return refusal.key, dict(refusal.values), refusal.rule


def sent_back(holder: Holder, number: int, reason: str = "crashes", **more: object) -> None:
    """The platform sends a version back."""
    holder.do("versions.reject", number, reason=reason, **more)


def wait_for_review(holder: Holder, number: int) -> None:
    """Time passes until the platform has answered, nobody playing its part."""
    due = version_of(holder, number).due_at
    assert due is not None
    assert holder.account.kind is Kind.PRACTICE
    holder.pass_time(due - holder.account.now + timedelta(seconds=1))
