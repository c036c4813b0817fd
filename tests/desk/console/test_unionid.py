"""The UnionID picture: one user, one openid in each app, one UnionID in all apps of one Open Platform account."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mpwizard.account_desk import AccountDesk
from mpwizard.console.synthetic import own_app, users
from mpwizard.console.unionid import App, Family, IdRow, id_rows
from mpwizard.domain import Kind
from mpwizard.i18n import Bilingual
from mpwizard.matters import Matter, Profile
from mpwizard.problems import Refused
from mpwizard.records import OpenAccountRecord
from mpwizard.store import KeyRing
from tests.desk.answers import PEOPLE
from tests.desk.conftest import OpenDesk
from tests.desk.console.conftest import Hold
from tests.desk.console.holder import Holder
from tests.desk.console.linker import bind, create

SHAPE = re.compile(r"o[A-Za-z0-9_-]{27}")
FIRST = users()[0]


def ids(holder: Holder, user: str = FIRST.key) -> tuple[IdRow, ...]:
    """The picture of one user."""
    return AccountDesk(holder.desk).ids(holder.id, user)


def app(number: int) -> App:
    """An app of a case."""
    return App(f"MP-2026-000{number}", Bilingual("练习", "practice"))


def account(number: int) -> OpenAccountRecord:
    """An account of the Open Platform."""
    return OpenAccountRecord(number, Kind.PRACTICE, number, f"练习{number}", "", "", datetime.now(UTC), "ann")


def rows(keyed: Callable[[str], bytes]) -> tuple[IdRow, ...]:
    """All users, in two apps of one account and in one app of another."""
    return id_rows(users(), (Family(account(1), (app(1), app(2))), Family(account(2), (app(3),))), keyed)


def test_one_user_has_one_unionid_in_all_apps_of_one_account(hold: Hold) -> None:
    """Two cases and the account's own app: three openids, one UnionID."""
    one, two = hold(), hold(email="two@example.com", person=PEOPLE[1])
    number = create(one)
    bind(one, number)
    bind(two, number)
    seen = ids(one)
    assert [row.app.key for row in seen] == [one.account.record.reference, two.account.record.reference, "website-1"]
    assert len({row.openid for row in seen}) == 3
    assert len({row.unionid for row in seen}) == 1
    assert seen == ids(two)


def test_another_account_gives_another_unionid(hold: Hold) -> None:
    """Also to the same Mini Program, bound to that one later; its openid stays as it was."""
    holder = hold()
    first, second = create(holder), create(holder, "练习另一个帐号")
    bind(holder, first)
    before = ids(holder)[0]
    holder.do("open_platform.unbind")
    bind(holder, second)
    after = next(row for row in ids(holder) if row.app == before.app)
    assert (before.account.number, after.account.number) == (first, second)
    assert before.openid == after.openid
    assert before.unionid != after.unionid


def test_only_what_is_bound_to_a_qualified_account_is_in_the_picture(hold: Hold) -> None:
    """An account without its qualification has no apps; one without bindings has its own."""
    holder = hold()
    create(holder, qualified=False)
    assert ids(holder) == ()
    holder.do("open_platform.qualify", account="1")
    assert [row.app.name for row in ids(holder)] == [own_app().name]


def test_each_app_bears_the_name_that_its_mini_program_has_now(hold: Hold) -> None:
    """Its own, whoever looks; while none is set, its case's reference, and the name in review is not yet its name. The
    ids do not follow the name."""
    one, two = hold(), hold(email="two@example.com", person=PEOPLE[1])
    number = create(one)
    bind(one, number)
    bind(two, number)
    references = [each.account.record.reference for each in (one, two)]
    before = ids(one)
    assert [row.app.name.zh for row in before] == [*references, own_app().name.zh]

    one.do("information.name", name="练习小铺")
    two.do("information.name", name="练习大学堂", paper="《练习证明》")
    assert two.matter(Matter.NAME).state is Profile.IN_REVIEW
    assert [row.app.name.zh for row in ids(two)] == ["练习小铺", references[1], own_app().name.zh]
    two.do("information.name_accept")
    one.do("information.name", name="练习小馆")
    assert [row.app.name.zh for row in ids(one)] == ["练习小馆", "练习大学堂", own_app().name.zh]
    assert [(row.openid, row.unionid) for row in ids(one)] == [(row.openid, row.unionid) for row in before]


def test_each_user_has_ids_of_their_own(hold: Hold) -> None:
    """All users are shown where none is named; nobody shares an id with anybody."""
    holder = hold()
    bind(holder, create(holder))
    seen = ids(holder, "")
    assert {row.user for row in seen} == set(users())
    assert len({row.openid for row in seen}) == len(seen) == 2 * len(users())
    assert len({row.unionid for row in seen}) == len(users())


def test_the_ids_are_the_same_after_a_restart(hold: Hold, open_desk: OpenDesk) -> None:
    """A class goes on next week with the ids on its slides."""
    holder = hold()
    bind(holder, create(holder))
    assert AccountDesk(open_desk("bob")).ids(holder.id, FIRST.key) == ids(holder)


def test_the_ids_look_like_the_platforms(keys: KeyRing) -> None:
    """Twenty-eight characters, an `o` first, so that what is built on them meets no surprise."""
    for row in rows(keys.simulated_id):
        assert SHAPE.fullmatch(row.openid)
        assert SHAPE.fullmatch(row.unionid)


def test_no_openid_is_a_unionid(keys: KeyRing) -> None:
    """Also where account, app and user have numbers and keys in common."""
    seen = rows(keys.simulated_id)
    assert not {row.openid for row in seen} & {row.unionid for row in seen}


def test_whoever_knows_user_case_and_account_cannot_work_an_id_out(keys: KeyRing, tmp_path: Path) -> None:
    """Every id changes with the key, which is in no row; none holds a piece of what it was made from."""
    other = KeyRing.load_or_create(tmp_path / "other" / "key", may_create=True)
    here, elsewhere = rows(keys.simulated_id), rows(other.simulated_id)
    assert [(row.user, row.app) for row in here] == [(row.user, row.app) for row in elsewhere]
    for mine, theirs in zip(here, elsewhere, strict=True):
        assert mine.openid != theirs.openid
        assert mine.unionid != theirs.unionid
        assert mine.user.key not in mine.openid + mine.unionid


def test_the_parts_of_an_id_are_kept_apart() -> None:
    """Account 1 and user `1x` are not account 11 and user `x`: what is keyed tells the parts."""
    asked: list[str] = []

    def keyed(message: str) -> bytes:
        asked.append(message)
        return bytes(32)

    for number, user in ((1, "1x"), (11, "x")):
        id_rows([replace(FIRST, key=user)], [Family(account(number), (App(str(number), app(1).name),))], keyed)
    assert len(asked) == len(set(asked)) == 4


def test_a_stranger_is_no_practice_user(hold: Hold) -> None:
    """Told, not shown as a user without apps."""
    with pytest.raises(Refused, match="user_unknown"):
        ids(hold(), "nobody")


def test_nothing_is_made_up_on_a_record_case(hold: Hold) -> None:
    """Which ids the real platform gives is for it to say."""
    holder = hold(kind=Kind.RECORD)
    bind_on_record = create(holder)
    holder.do("open_platform.bind", account=str(bind_on_record))
    with pytest.raises(Refused, match="practice_only"):
        ids(holder)
