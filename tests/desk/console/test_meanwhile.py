"""What somebody else does meanwhile: forms that were opened before, decisions in a list that has changed, the lock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from mpwizard.account_desk import AccountDesk
from mpwizard.console.sections import each_once
from mpwizard.console.version_details import fixes
from mpwizard.domain import Kind
from mpwizard.matters import Matter
from mpwizard.platform_desk import PlatformDesk
from mpwizard.problems import Invalid
from tests.desk.answers import PASSWORD
from tests.desk.conftest import OpenDesk, QuickPasswords
from tests.desk.console.conftest import Hold
from tests.desk.console.submitter import details_of, page_for, ready, release, sent_back, submit, upload

PERSON = {"role": "trial", "name": "练习乙", "wechat_id": "wx_tester"}


def test_a_page_group_is_named_by_a_number_that_stays_its_own(hold: Hold) -> None:
    """Whoever chose the second one does not meet the third after a colleague removed the first."""
    holder = ready(hold())
    number = upload(holder)
    for path in ("pages/a", "pages/b", "pages/c"):
        holder.do("versions.add_page", number, **page_for(holder, path=path))
    holder.do("versions.remove_page", number, page="1")
    with pytest.raises(Invalid, match="not_a_choice"):
        holder.do("versions.remove_page", number, page="1")
    holder.do("versions.change_page", number, page="2", **page_for(holder, path="pages/changed"))
    assert [page.path for page in details_of(holder).pages] == ["pages/changed", "pages/c"]
    holder.do("versions.remove_page", number, page="3")
    holder.do("versions.add_page", number, **page_for(holder, path="pages/d"))
    assert [(page.number, page.path) for page in details_of(holder).pages] == [(2, "pages/changed"), (4, "pages/d")]
    upload(holder, "1.0.1")
    holder.do("versions.add_page", **page_for(holder, path="pages/e"))
    assert [page.number for page in details_of(holder).pages] == [2, 4, 5]
    holder.folds()


def test_what_to_mend_after_another_refusal_has_other_numbers(hold: Hold) -> None:
    """A tick meant for the first list does not land on the second."""
    holder = ready(hold())
    number = submit(holder)
    sent_back(holder, number, "crashes", second="no_documents")
    assert [fix.number for fix in fixes(holder.account)] == [1, 2]
    holder.do("versions.submit", number)
    sent_back(holder, number, "no_documents")
    with pytest.raises(Invalid, match="not_a_choice"):
        holder.do("versions.fixed", fix="1")
    holder.do("versions.fixed", fix="3")
    assert [(fix.number, fix.done) for fix in fixes(holder.account)] == [(3, True)]
    holder.folds()


def test_a_named_part_of_a_company_keeps_its_number_too(hold: Hold) -> None:
    """On record cases nobody is hidden by mistake because somebody else was hidden just before."""
    holder = ready(hold(kind=Kind.RECORD))
    release(holder)
    holder.do("wecom.link", company="练习企业", entry="account_settings")
    holder.do("wecom.scan")
    for name in ("门店一部", "门店二部", "门店三部"):
        holder.do("wecom.show", unit_name=name)
    holder.do("wecom.hide", unit="1")
    with pytest.raises(Invalid, match="not_a_choice"):
        holder.do("wecom.hide", unit="1")
    holder.do("wecom.hide", unit="3")
    holder.do("wecom.show", unit_name="门店四部")
    kept = holder.matter(Matter.WECOM).details
    assert (kept["scope"], kept["numbers"]) == (["门店二部", "门店四部"], [2, 4])
    holder.folds()


def test_what_somebody_else_typed_meanwhile_stays(hold: Hold, open_desk: OpenDesk) -> None:
    """One hands a form in, the other is still filling it in."""
    holder = hold()
    ann, bob = AccountDesk(holder.desk), AccountDesk(open_desk("bob"))
    sheet = ann.sheet(holder.id, "members.add")
    newer = {**PERSON, "wechat_id": "wx_other"}
    bob.keep(holder.id, bob.sheet(holder.id, "members.add"), newer, None)
    ann.hand_in(holder.id, sheet, PERSON)
    assert dict(bob.sheet(holder.id, "members.add").values) == newer
    bob.hand_in(holder.id, bob.sheet(holder.id, "members.add"), newer)
    assert dict(bob.sheet(holder.id, "members.add").values) == {}


def test_a_form_on_a_record_case_leaves_nothing_when_it_was_done(hold: Hold) -> None:
    """Its note and its day go with it, however often it was kept."""
    holder = hold(kind=Kind.RECORD)
    accounts = AccountDesk(holder.desk)
    sheet = accounts.sheet(holder.id, "members.add")
    typed = {**PERSON, "said_note": "told by phone"}
    accounts.keep(holder.id, sheet, typed, accounts.keep(holder.id, sheet, PERSON, None))
    accounts.hand_in(holder.id, sheet, typed)
    assert dict(accounts.sheet(holder.id, "members.add").values) == {}


def test_a_decision_that_came_to_pass_is_not_taken_back_in_anothers_place(hold: Hold) -> None:
    """Each has an id of its own, which no later one gets again."""
    holder = ready(hold())
    platform = PlatformDesk(holder.desk)
    first, second = (
        platform.decide_ahead(holder.id, "versions.approve")[0],
        platform.decide_ahead(holder.id, "pay.approve")[1],
    )
    assert first.id != second.id
    assert platform.take_back(holder.id, second.id) == (first,)
    third = platform.decide_ahead(holder.id, "pay.approve")[1]
    assert third.id not in (first.id, second.id)


def test_a_password_is_compared_while_others_can_write(hold: Hold, monkeypatch: pytest.MonkeyPatch) -> None:
    """That is slow on purpose, and nobody else is to wait for it."""
    holder, compared = hold(signed_in=False), []
    quick = QuickPasswords.match

    def match(self: QuickPasswords, hashed: str, password: str) -> bool:
        with holder.desk.store.writing():
            compared.append(password)
        return quick(self, hashed, password)

    monkeypatch.setattr(QuickPasswords, "match", match)
    holder.do("sign_in.password", email=str(holder.applicant.answers["credentials"]["email"]), password=PASSWORD)
    assert compared == [PASSWORD]


def test_a_case_and_its_account_are_of_one_moment(
    hold: Hold, open_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However often somebody else writes while it is looked at."""
    holder, other = hold(), AccountDesk(open_desk("bob"))
    accounts, reading = AccountDesk(holder.desk), holder.desk.store.reading
    names = iter(f"wx_tester_{number}" for number in range(9))

    @contextmanager
    def then_something_is_done() -> Iterator[object]:
        with reading() as tx:
            yield tx
        other.do(holder.id, "members.add", {**PERSON, "wechat_id": next(names)})

    monkeypatch.setattr(holder.desk.store, "reading", then_something_is_done)
    view = accounts.view(holder.id)
    assert {entry.matter_id for entry in view.case.log} - {None} == {each.id for each in view.account.matters}
    assert view.case.record == view.account.record


def test_no_key_stands_twice_in_a_table_of_the_console() -> None:
    """A second action of the same key would silently take the first one's place."""
    assert each_once([("a", 1), ("b", 2)]) == {"a": 1, "b": 2}
    with pytest.raises(ValueError, match="a is there twice"):
        each_once([("a", 1), ("a", 2)])
