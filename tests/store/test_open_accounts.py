"""The accounts of the Open Platform in the database: no case's, kept whole and sealed, numbered by kind, qualified
once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mpwizard.domain import Kind
from mpwizard.records import OpenAccountRecord
from mpwizard.store import KeyRing, Store

MESSAGE = "unionid 1 练习用户甲"


def test_an_account_comes_back_as_it_was_put(open_store: Callable[[], Store], now: datetime) -> None:
    """Also in another program: several cases are bound to one account over months."""
    with open_store().writing() as writer:
        added = writer.open_accounts.add(
            Kind.PRACTICE, "练习开放帐号", "练习样例有限公司", "", now, "ann", note="给门店用"
        )
    with open_store().reading() as reader:
        assert reader.open_accounts.of_kind(Kind.PRACTICE) == (added,)
    assert (added.name, added.entity, added.code) == ("练习开放帐号", "练习样例有限公司", "")
    assert (added.note, added.qualified) == ("给门店用", False)
    assert added.entity not in repr(added)


def test_accounts_are_numbered_by_kind_and_the_kinds_never_meet(store: Store, now: datetime) -> None:
    """A real case is never bound to an account somebody made for practice."""
    with store.writing() as writer:
        numbers = [
            writer.open_accounts.add(kind, f"练习{kind}", "", "", now, "ann").number
            for kind in (Kind.PRACTICE, Kind.RECORD, Kind.PRACTICE)
        ]
    assert numbers == [1, 1, 2]
    with store.reading() as reader:
        assert [each.number for each in reader.open_accounts.of_kind(Kind.RECORD)] == [1]


def test_the_qualification_is_added_once(store: Store, now: datetime) -> None:
    """Who repeats it, from an older look at the account or a newer one, changes neither its day nor its witness."""
    with store.writing() as writer:
        seen = writer.open_accounts.add(Kind.PRACTICE, "练习开放帐号", "", "", now, "ann")
        first = writer.open_accounts.qualify(seen, now, "ann", note="电话通知")
        assert writer.open_accounts.qualify(first, now + timedelta(days=1), "bob") == first
        with pytest.raises(KeyError):
            writer.open_accounts.qualify(_another(seen), now, "bob")
    assert (first.qualified, first.qualified_at, first.qualified_by) == (True, now, "ann")
    assert first.qualified_note == "电话通知"


def _another(account: OpenAccountRecord) -> OpenAccountRecord:
    return OpenAccountRecord(account.id + 1, Kind.PRACTICE, 9, "", "", "", account.created_at, "ann")


def test_simulated_ids_need_the_key_of_this_desk(store: Store, keys: KeyRing, tmp_path: Path) -> None:
    """The same on this desk for ever, another one elsewhere."""
    elsewhere = KeyRing.load_or_create(tmp_path / "elsewhere" / "key", may_create=True)
    with store.reading() as reader:
        made = reader.simulated_id(MESSAGE)
        assert made == reader.simulated_id(MESSAGE) == keys.simulated_id(MESSAGE)
        assert made != reader.simulated_id(MESSAGE + " ")
    assert made != elsewhere.simulated_id(MESSAGE)
