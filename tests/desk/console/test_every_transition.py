"""Every row of an account's lifecycles can happen, by the console's own actions and the clock: no table says more."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

import pytest

from mpwizard.console.version_details import fixes
from mpwizard.domain import EntityType, Kind
from mpwizard.matter_lifecycles import LIFECYCLES
from mpwizard.matters import Matter
from mpwizard.problems import Refused
from tests.desk.answers import PASSWORD
from tests.desk.console.conftest import Hold
from tests.desk.console.handing_in import paint
from tests.desk.console.holder import Holder
from tests.desk.console.linker import bind, create
from tests.desk.console.submitter import (
    PLAIN,
    TEST_ACCOUNT,
    WITH_REGULATOR,
    add_developer,
    details_of,
    page_for,
    ready,
    release,
    submit,
    upload,
)
from tests.desk.console.verifying import SECOND, YEAR, newest, return_it

Step = tuple[StrEnum, StrEnum]
Story = Callable[[Hold, Path], Iterable[Holder]]

EMAIL = "ops@example.com"
DAY = timedelta(days=1)


def happened(holder: Holder, matter: Matter) -> set[Step]:
    """What the log tells of the matters of a kind: in which state, and which event."""
    found: set[Step] = set()
    for number in {entry.matter_id for entry in holder.log(matter)}:
        state = LIFECYCLES[matter].begins
        for entry in holder.log(matter):
            if entry.matter_id == number:
                found.add((state, entry.event))
                state = LIFECYCLES[matter].advance(state, entry.event).target
    return found


def door(hold: Hold, _folder: Path) -> Iterable[Holder]:
    """Wrong words until it is locked, another's scan, a code that expires, leaving before and after."""
    holder = hold(signed_in=False)
    edition = holder.account.edition
    for _ in range(int(edition.number("signin.tries_max"))):
        with pytest.raises(Refused, match=r"^sign_in_"):
            holder.do("sign_in.password", email=EMAIL, password="Wrong-word-1")
    holder.pass_time(edition.span("signin.lock") + SECOND)
    holder.do("sign_in.password", email=EMAIL, password=PASSWORD)
    with pytest.raises(Refused, match="scan_by_other"):
        holder.do("sign_in.scan_other")
    holder.pass_time(edition.span("signin.scan_lifetime") + SECOND)
    holder.do("sign_in.password", email=EMAIL, password=PASSWORD)
    holder.do("sign_in.out")
    holder.sign_in()
    holder.do("sign_in.out")
    yield holder


def name(hold: Hold, _folder: Path) -> Iterable[Holder]:
    """Refused once, accepted, and another one accepted in its place."""
    holder = hold(kind=Kind.RECORD)
    holder.do("information.name", name="练习小铺")
    holder.do("information.name_refuse", reason="name_taken")
    for each in ("练习小店", "练习小馆"):
        holder.do("information.name", name=each)
        holder.do("information.name_accept")
    yield holder


def avatar(hold: Hold, folder: Path) -> Iterable[Holder]:
    """The same with pictures."""
    holder = hold(kind=Kind.RECORD)
    holder.do("information.avatar", path=paint(folder))
    holder.do("information.avatar_refuse", reason="avatar_unclear")
    for colour in ("white", "blue"):
        holder.do("information.avatar", path=paint(folder, colour=colour))
        holder.do("information.avatar_accept")
    yield holder


def introduction(hold: Hold, _folder: Path) -> Iterable[Holder]:
    """The same with sentences."""
    holder = hold(kind=Kind.RECORD)
    holder.do("information.introduction", text="练习用的样例介绍")
    holder.do("information.introduction_refuse", reason="introduction_vague")
    for text in ("练习用的另一个介绍", "练习用的第三个介绍"):
        holder.do("information.introduction", text=text)
        holder.do("information.introduction_accept")
    yield holder


def category(hold: Hold, _folder: Path) -> Iterable[Holder]:
    """Removed as soon as chosen, after a rejection, after an approval; one that needs no papers besides."""
    holder = hold(kind=Kind.RECORD)
    holder.do("categories.add", code=PLAIN)
    for ending in ("chosen", "reject", "approve"):
        holder.do("categories.add", code=WITH_REGULATOR)
        number = holder.matter(Matter.CATEGORY).number
        if ending != "chosen":
            holder.do("categories.papers", number, papers="1")
            holder.do("categories.submit", number)
            holder.do("categories.reject", number, reason="category_paper_missing")
            holder.do("categories.papers", number, papers="1")
        if ending == "approve":
            holder.do("categories.submit", number)
            holder.do("categories.approve", number)
        holder.do("categories.remove", number)
    yield holder


def member(hold: Hold, _folder: Path) -> Iterable[Holder]:
    """Bound and removed."""
    holder = hold()
    holder.do("members.add", role="trial", name="练习乙", wechat_id="wx_tester")
    holder.do("members.remove", holder.matter(Matter.MEMBER).number)
    yield holder


def version(hold: Hold, _folder: Path) -> Iterable[Holder]:
    """One that is online, those that come after it, those sent back and those withdrawn; all of them tried."""
    holder = ready(hold())
    holder.do("members.add", role="trial", name="练习乙", wechat_id="wx_tester")
    upload(holder, "9.0.0", developer=add_developer(holder))
    first = upload(holder, "0.1.0")
    _tried(holder, first)
    holder.do("versions.delete", first)
    _sent_back(holder)
    _withdrawn(holder)
    release(holder, "1.0.0")
    release(holder, "1.1.0")
    holder.do("versions.roll_back", holder.matter(Matter.VERSION).number)
    for number in ("1.2.0", "1.3.0"):
        approved = submit(holder, number)
        holder.do("versions.approve", approved)
    _tried(holder, approved)
    holder.do("versions.stage", approved, percent="10")
    upload(holder, "1.4.0")
    upload(holder, "1.5.0")
    yield holder


def _sent_back(holder: Holder) -> None:
    """For want of a test account, which can be given from then on; then replaced, and another one deleted."""
    for number in ("0.2.0", "0.3.0"):
        this = submit(holder, number)
        holder.do("versions.delay", this)
        holder.do("versions.reject", this, reason="no_test_account")
        _tried(holder, this)
        _filled_in(holder, this)
        holder.do("versions.submit", this)
        _tried(holder, this)
        holder.do("versions.reject", this, reason="crashes")
        _ticked_off(holder)
        upload(holder, f"{number}-1")
        _ticked_off(holder)
    last = submit(holder, "0.3.2")
    holder.do("versions.reject", last, reason="crashes")
    holder.do("versions.delete", last)
    _ticked_off(holder)


def _ticked_off(holder: Holder) -> None:
    """What is to be mended, and one of it was not."""
    for fix in fixes(holder.account):
        if not fix.done:
            holder.do("versions.fixed", fix=str(fix.number))
    holder.do("versions.not_fixed", fix=str(fix.number))


def _withdrawn(holder: Holder) -> None:
    """Submitted again, replaced by an upload, and another one deleted; a day each, as often as one may withdraw."""
    for number in ("0.4.0", "0.5.0", "0.6.0"):
        this = upload(holder, number)
        _filled_in(holder, this)
        holder.do("versions.submit", this)
        if holder.allowed("versions.expedite"):
            holder.do("versions.expedite", this)
        holder.do("versions.withdraw", this)
        holder.pass_time(DAY)
        _tried(holder, this)
        _filled_in(holder, this)
    holder.do("versions.delete", this)
    this = submit(holder, "0.7.0")
    holder.do("versions.withdraw", this)
    holder.do("versions.submit", this)
    holder.do("versions.approve", this)


def _filled_in(holder: Holder, number: int) -> None:
    """Its pages and its test account."""
    if details_of(holder, number).pages:
        holder.do("versions.change_page", number, page="1", **page_for(holder, title="另一页"))
    else:
        holder.do("versions.add_page", number, **page_for(holder))
    holder.do("versions.test_account", number, **TEST_ACCOUNT)


def _tried(holder: Holder, number: int) -> None:
    """Given to the trial members, after the other developer's: a new upload takes the place of its developer's last."""
    others = holder.account.one(Matter.VERSION, 1)
    if not details_of(holder, others.number).trial:
        holder.do("versions.trial", others.number)
    holder.do("versions.trial", number)


def verification(hold: Hold, _folder: Path) -> Iterable[Holder]:
    """Returned, corrected and passed, renewed, expired; refused; never corrected; and one that costs nothing."""
    passed = hold()
    passed.bring_to_review()
    return_it(passed, "verification_paper_unreadable")
    passed.do("verification.correct", first=True)
    passed.do("verification.pass")
    passed.pass_time(YEAR - timedelta(days=30))
    passed.bring_to_review()
    passed.do("verification.pass")
    passed.pass_time(2 * YEAR)
    yield passed
    failed = hold(seed="2", email="two@example.com")
    failed.bring_to_review()
    failed.do("verification.refuse", reason="entity_not_registered")
    failed.bring_to_review()
    return_it(failed, "verification_paper_unreadable")
    due = newest(failed).due_at
    assert due is not None
    failed.pass_time(due - failed.account.now + SECOND)
    yield failed
    free = hold(EntityType.GOVERNMENT, seed="3", email="three@example.com")
    free.be_verified()
    yield free


def pay(hold: Hold, _folder: Path) -> Iterable[Holder]:
    """Rejected once, approved then, and signed."""
    holder = ready(hold(kind=Kind.RECORD))
    holder.be_verified()
    form = {
        "contact_name": "练习甲",
        "contact_mobile": "13800138000",
        "holder": str(holder.applicant.answers["entity"]["name"]),
        "bank_name": "练习银行",
        "bank_account": "4400000000000000001",
    }
    holder.do("pay.apply", **form)
    holder.do("pay.take")
    holder.do("pay.reject", reason="settlement_account")
    holder.do("pay.apply_again", **form)
    holder.do("pay.take")
    holder.do("pay.approve")
    holder.do("pay.sign")
    yield holder


def open_platform(hold: Hold, _folder: Path) -> Iterable[Holder]:
    """Refused, bound, and unbound."""
    holder = hold(kind=Kind.RECORD)
    number = create(holder)
    holder.do("open_platform.bind", account=str(number))
    holder.do("open_platform.refuse", reason="bound_elsewhere")
    holder.do("open_platform.bind", account=str(number))
    holder.do("open_platform.confirm")
    holder.do("open_platform.unbind", holder.matter(Matter.OPEN_PLATFORM).number)
    yield holder
    bound = hold(seed="2", email="two@example.com")
    bind(bound, create(bound, "练习开放帐号二"))
    yield bound


def official_account(hold: Hold, _folder: Path) -> Iterable[Holder]:
    """Declined, lapsed, confirmed, and unlinked."""
    holder = ready(hold())

    def ask() -> int:
        holder.do("official_accounts.link", name="练习公众号", owner="same")
        return holder.matter(Matter.OFFICIAL_ACCOUNT).number

    holder.do("official_accounts.decline", ask())
    ask()
    holder.pass_time(timedelta(days=400))
    number = ask()
    holder.do("official_accounts.confirm", number)
    holder.do("official_accounts.unlink", number)
    yield holder


def wecom(hold: Hold, _folder: Path) -> Iterable[Holder]:
    """Another's scan, a cancelled one, one that lapses, a link with a scope, and its end."""
    holder = ready(hold())
    release(holder)

    def ask() -> int:
        holder.do("wecom.link", company="练习企业", entry="account_settings")
        return holder.matter(Matter.WECOM).number

    number = ask()
    with pytest.raises(Refused, match="scan_by_other"):
        holder.do("wecom.scan_other", number)
    holder.do("wecom.decline", number)
    ask()
    holder.pass_time(holder.account.edition.span("wecom.authorise_within") + SECOND)
    number = ask()
    holder.do("wecom.scan", number)
    holder.do("wecom.show", number, unit="sales")
    holder.do("wecom.unlink", number)
    yield holder


STORIES: dict[Matter, Story] = {
    Matter.SIGN_IN: door,
    Matter.NAME: name,
    Matter.AVATAR: avatar,
    Matter.INTRODUCTION: introduction,
    Matter.CATEGORY: category,
    Matter.MEMBER: member,
    Matter.VERSION: version,
    Matter.VERIFICATION: verification,
    Matter.PAY: pay,
    Matter.OPEN_PLATFORM: open_platform,
    Matter.OFFICIAL_ACCOUNT: official_account,
    Matter.WECOM: wecom,
}


@pytest.mark.usefixtures("staged_edition")
@pytest.mark.parametrize("matter", Matter)
def test_every_transition_of_a_lifecycle_can_happen(matter: Matter, hold: Hold, tmp_path: Path) -> None:
    """What the log tells after its story is the whole table, and no more."""
    table = {(row.state, row.event) for row in LIFECYCLES[matter].transitions}
    seen: set[Step] = set()
    for holder in STORIES[matter](hold, tmp_path):
        seen |= happened(holder, matter)
        holder.folds()
    assert seen == table
