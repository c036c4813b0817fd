"""Who may come in, and as what: a file of accounts, each with role, public keys and the hash of a password."""

from __future__ import annotations

import json
import os
import re
import tempfile
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from mpwizard.passwords import Argon2, Passwords
from mpwizard.problems import Refused, Trouble

NAME = re.compile(r"[a-z][a-z0-9_-]{0,31}")
GUEST = "guest"
"""Guests log in as this, or as `guest+NAME`; nobody else is called so."""
SHORTEST_PASSWORD = 8
"""As short as a class code may be."""
# The hash of nothing anybody knows: comparing with it takes as long as with a real one.
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$CHk26GD43vQvNngP1lNUvg$KqaS5NppTakrr5ho8lBY8PxRCdtprmsotPmgzkohArk"


class Role(StrEnum):
    """What somebody is here for. A trainee has a sandbox, an operator works on the shared desk, a spectator watches."""

    TRAINER = "trainer"
    TRAINEE = "trainee"
    OPERATOR = "operator"
    SPECTATOR = "spectator"


@dataclass(frozen=True, slots=True)
class Person:
    """An account; a guest has none but for this visit. `keys` are lines as in `authorized_keys`."""

    name: str
    role: Role
    password: str = ""
    keys: tuple[str, ...] = ()
    guest: bool = False


class People:
    """The accounts of one server. Read anew whenever the file has changed; written as a whole."""

    def __init__(self, path: Path, passwords: Passwords | None = None) -> None:
        self._path = path
        self._passwords = passwords or Argon2()
        self._read_at: tuple[int, int] | None = None
        self._known: dict[str, Person] = {}

    def all(self) -> tuple[Person, ...]:
        """Everybody, by name.

        Raises:
            Trouble: `people_file_wrong`.
        """
        self._read()
        return tuple(self._known[name] for name in sorted(self._known))

    def find(self, name: str) -> Person | None:
        """An account by its name.

        Raises:
            Trouble: `people_file_wrong`.
        """
        self._read()
        return self._known.get(name)

    def add(self, name: str, role: Role) -> None:
        """A new account, with neither key nor password: nobody comes in by it yet.

        Raises:
            Refused: `person_name_wrong`, `person_exists`.
        """
        if NAME.fullmatch(name) is None or name == GUEST:
            raise Refused("person_name_wrong", {"name": name})
        if self.find(name) is not None:
            raise Refused("person_exists", {"name": name})
        self._write([*self.all(), Person(name, role)])

    def add_key(self, name: str, line: str) -> None:
        """One more public key.

        Raises:
            Refused: `person_unknown`.
        """
        person = self._one(name)
        self._change(replace(person, keys=tuple(dict.fromkeys([*person.keys, line]))))

    def set_password(self, name: str, password: str) -> None:
        """Another password; none where it is empty.

        Raises:
            Refused: `person_unknown`, `serve_password_short`.
        """
        person = self._one(name)
        if password and len(password) < SHORTEST_PASSWORD:
            raise Refused("serve_password_short", {"least": SHORTEST_PASSWORD})
        hashed = self._passwords.hashed(password) if password else ""
        self._change(replace(person, password=hashed))

    def remove(self, name: str) -> None:
        """Drop an account. What belongs to it stays.

        Raises:
            Refused: `person_unknown`.
        """
        gone = self._one(name)
        self._write(each for each in self.all() if each != gone)

    def knows_password(self, name: str, password: str) -> bool:
        """Whether this is the account's password. Takes as long where there is no such account: for a thread."""
        person = self.find(name)
        hashed = person.password if person is not None else ""
        return self._passwords.match(hashed or _NOBODY, password) and bool(hashed)

    def _one(self, name: str) -> Person:
        person = self.find(name)
        if person is None:
            raise Refused("person_unknown", {"name": name})
        return person

    def _change(self, person: Person) -> None:
        self._write(person if each.name == person.name else each for each in self.all())

    def _read(self) -> None:
        try:
            found = self._path.stat()
            if (found.st_mtime_ns, found.st_ino) == self._read_at:
                return
            document = tomllib.loads(self._path.read_text(encoding="utf-8"))
            self._known = {name: _person(name, told) for name, told in document.items()}
            self._read_at = (found.st_mtime_ns, found.st_ino)
        except FileNotFoundError:
            self._known, self._read_at = {}, None
        except (OSError, ValueError, TypeError, KeyError):
            raise Trouble("people_file_wrong", {"path": str(self._path)}) from None

    def _write(self, people: Iterable[Person]) -> None:
        text = "\n".join(_told(person) for person in people)
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=self._path.parent, prefix=".people-")
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self._path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def _person(name: str, told: Mapping[str, object]) -> Person:
    keys = told.get("keys", [])
    if NAME.fullmatch(name) is None or not isinstance(keys, list) or told.keys() - {"role", "password", "keys"}:
        raise ValueError(name)
    return Person(name, Role(str(told["role"])), str(told.get("password", "")), tuple(map(str, keys)))


def _told(person: Person) -> str:
    """An account as TOML. Its strings are written as JSON's, which TOML reads."""
    lines = [f"[{person.name}]", f"role = {json.dumps(person.role.value)}"]
    if person.password:
        lines.append(f"password = {json.dumps(person.password)}")
    if person.keys:
        lines += ["keys = [", *(f"    {json.dumps(key, ensure_ascii=False)}," for key in person.keys), "]"]
    return "\n".join(lines) + "\n"
