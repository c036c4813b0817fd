"""The key file, sealed values and blind indexes."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from mpwizard.problems import Trouble
from mpwizard.store.keys import KEY_LENGTH, KeyRing, SealBroken


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    """Where a key file may be; its folder is not there yet."""
    return tmp_path / "config" / "key"


def _trouble(path: Path, *, may_create: bool = False) -> Trouble:
    with pytest.raises(Trouble) as caught:
        KeyRing.load_or_create(path, may_create=may_create)
    return caught.value


def test_a_new_key_file_is_its_owners_alone_whatever_the_umask(key_file: Path) -> None:
    """A key others can read protects nothing; the mode may not depend on how the program was started."""
    before = os.umask(0)
    try:
        KeyRing.load_or_create(key_file, may_create=True)
    finally:
        os.umask(before)
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(key_file.parent.stat().st_mode) == 0o700
    assert len(key_file.read_bytes()) == KEY_LENGTH
    assert list(key_file.parent.iterdir()) == [key_file]


def test_the_key_file_is_made_once(key_file: Path) -> None:
    """What the first key sealed must open with the key read the next time."""
    sealed = KeyRing.load_or_create(key_file, may_create=True).seal("value", "a.b")
    assert KeyRing.load_or_create(key_file, may_create=True).open(sealed, "a.b") == "value"


def test_a_missing_key_is_not_replaced_unasked(key_file: Path) -> None:
    """Beside an existing database a new key would be the wrong one."""
    trouble = _trouble(key_file)
    assert trouble.key == "key_missing"
    assert trouble.values == {"path": str(key_file)}
    assert not key_file.exists()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o601])
def test_a_key_that_others_can_reach_is_refused(key_file: Path, mode: int) -> None:
    """The operator must know that the key may have been read."""
    KeyRing.load_or_create(key_file, may_create=True)
    key_file.chmod(mode)
    assert _trouble(key_file, may_create=True).key == "key_mode"


def test_somebody_elses_key_is_refused(key_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who put it there can read what it seals."""
    KeyRing.load_or_create(key_file, may_create=True)
    stranger = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: stranger)
    assert _trouble(key_file).key == "key_owner"


@pytest.mark.parametrize("content", [b"", b"\0" * (KEY_LENGTH - 1), b"\0" * (KEY_LENGTH + 1)])
def test_a_key_of_another_length_is_refused(key_file: Path, content: bytes) -> None:
    """A key cut short or edited is told as such, before it is taken for a wrong one."""
    KeyRing.load_or_create(key_file, may_create=True)
    key_file.write_bytes(content)
    assert _trouble(key_file).key == "key_damaged"


def test_a_key_that_cannot_be_made_is_missing(tmp_path: Path) -> None:
    """The folder's path leads through a file; whatever the machine says, the user has no key."""
    (tmp_path / "file").touch()
    assert _trouble(tmp_path / "file" / "key", may_create=True).key == "key_missing"


def test_a_folder_is_no_key(tmp_path: Path) -> None:
    """A mistyped path is told, not thrown at the user as an error of the machine."""
    assert _trouble(tmp_path, may_create=True).key == "key_damaged"


def test_a_sealed_value_opens_only_at_its_place(keys: KeyRing) -> None:
    """A value copied into another column, by a defect or by hand, must not be shown as that column's."""
    sealed = keys.seal("13800138000", "administrators.mobile")
    assert keys.open(sealed, "administrators.mobile") == "13800138000"
    with pytest.raises(SealBroken):
        keys.open(sealed, "administrators.id_number")


def test_every_changed_byte_breaks_the_seal(keys: KeyRing) -> None:
    """Version, nonce, text and tag are all covered."""
    sealed = keys.seal("张", "a.b")
    for position in range(len(sealed)):
        changed = bytearray(sealed)
        changed[position] ^= 1
        with pytest.raises(SealBroken):
            keys.open(bytes(changed), "a.b")


@pytest.mark.parametrize("length", [0, 1, 5, 20])
def test_a_seal_cut_short_is_broken(keys: KeyRing, length: int) -> None:
    """Half a value is no other kind of error."""
    with pytest.raises(SealBroken):
        keys.open(keys.seal("value", "a.b")[:length], "a.b")


def test_equal_values_are_sealed_differently(keys: KeyRing) -> None:
    """Who looks at the file cannot see that two cases have the same administrator."""
    assert keys.seal("13800138000", "a.b") != keys.seal("13800138000", "a.b")


def test_a_blind_index_finds_equal_values_and_nothing_else(keys: KeyRing) -> None:
    """Case and spaces are no difference; the column is."""
    index = keys.index("44000019020304003X", "a.b")
    assert index == keys.index(" 44000019020304003x ", "a.b")
    assert index != keys.index("440000190203040031", "a.b")
    assert index != keys.index("44000019020304003X", "a.c")


def test_a_blind_index_needs_the_key(keys: KeyRing) -> None:
    """All numbers of a county can be tried in a minute; without the key that must lead nowhere."""
    assert KeyRing(b"\1" * KEY_LENGTH).index("13800138000", "a.b") != keys.index("13800138000", "a.b")


def test_a_key_ring_shows_no_key(keys: KeyRing, tmp_path: Path) -> None:
    """It may end up in a crash report."""
    secret = (tmp_path / "config" / "key").read_bytes()
    assert secret.hex() not in repr(keys)
    assert repr(secret) not in repr(vars(keys))
