"""The key file, and what is done with it: personal values sealed one by one, and blind indexes to find them by.

Nothing here knows a table. A sealed value is bound to its place (`table.column`): moved elsewhere it does not open.
"""

from __future__ import annotations

import contextlib
import hmac
import os
import secrets
import stat
import tempfile
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from mpwizard.problems import Trouble
from mpwizard.text import compact

KEY_LENGTH = 32
INDEX_LENGTH = 16

_VERSION = b"\x01"
_NONCE_LENGTH = 12
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class SealBroken(Exception):
    """A sealed value does not open: another key, another place, or damaged bytes. Never says what it held."""


class KeyRing:
    """The keys derived from the key file: one seals, one makes blind indexes, one makes the ids of the simulated
    platform. Shows none of them."""

    def __init__(self, secret: bytes) -> None:
        self._cipher = AESGCM(_derived(secret, b"mpwizard sealed values 1"))
        self._index_key = _derived(secret, b"mpwizard blind index 1")
        self._id_key = _derived(secret, b"mpwizard simulated ids 1")

    @classmethod
    def load_or_create(cls, path: Path, *, may_create: bool) -> KeyRing:
        """The keys of a file; where there is none and it may be created, of a new one.

        It may be created only while there is no database: what an old key sealed, a new one cannot open.

        Raises:
            Trouble: `key_missing`, `key_mode`, `key_owner` or `key_damaged`.
        """
        if may_create and not path.exists():
            try:
                _create(path)
            except OSError:
                raise Trouble("key_missing", {"path": str(path)}) from None
        return cls(_read(path))

    def seal(self, value: str, place: str) -> bytes:
        """A value that only this key ring opens, at this place: version byte, nonce, ciphertext with its tag."""
        nonce = os.urandom(_NONCE_LENGTH)
        return _VERSION + nonce + self._cipher.encrypt(nonce, value.encode(), place.encode())

    def open(self, sealed: bytes, place: str) -> str:
        """The value again.

        Raises:
            SealBroken: where it was not sealed by this key at this place, or its bytes changed.
        """
        nonce, box = sealed[1 : 1 + _NONCE_LENGTH], sealed[1 + _NONCE_LENGTH :]
        if sealed[:1] != _VERSION:
            raise SealBroken(place)
        try:
            return self._cipher.decrypt(nonce, box, place.encode()).decode()
        except (InvalidTag, ValueError):
            raise SealBroken(place) from None

    def index(self, value: str, place: str) -> bytes:
        """What equal values share, and what says nothing about them without the key. Case and spaces do not count."""
        message = place.encode() + b"\0" + compact(value).casefold().encode()
        return hmac.digest(self._index_key, message, "sha256")[:INDEX_LENGTH]

    def simulated_id(self, message: str) -> bytes:
        """Thirty-two bytes that belong to a message. These leave the program, as the ids of the simulated platform, so
        they come from a key of their own: no id is ever a blind index."""
        return hmac.digest(self._id_key, message.encode(), "sha256")


def _derived(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_LENGTH, salt=None, info=purpose).derive(secret)


def _read(path: Path) -> bytes:
    where = {"path": str(path)}
    try:
        with path.open("rb") as file:
            _refuse_shared(path, os.fstat(file.fileno()))
            secret = file.read(KEY_LENGTH + 1)
    except FileNotFoundError:
        raise Trouble("key_missing", where) from None
    except PermissionError:
        raise Trouble("key_owner", where) from None
    except OSError:
        raise Trouble("key_damaged", where) from None
    if len(secret) != KEY_LENGTH:
        raise Trouble("key_damaged", where)
    return secret


def _refuse_shared(path: Path, file: os.stat_result) -> None:
    """A key that others can read is no key. One put in its place by others is theirs, and told by its owner."""
    if file.st_uid != os.geteuid():
        raise Trouble("key_owner", {"path": str(path)})
    if file.st_mode & _OTHERS:
        raise Trouble("key_mode", {"path": str(path)})


def _create(path: Path) -> None:
    """A whole new key file or none: linked to its name when it is complete, never over another one."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, unfinished = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(KEY_LENGTH))
            file.flush()
            os.fsync(file.fileno())
        # Another program may have been quicker: then its key is the key.
        with contextlib.suppress(FileExistsError):
            os.link(unfinished, path)
    finally:
        Path(unfinished).unlink()
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder as durable as the files behind them."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
