"""The practice account's password, as a hash and never otherwise."""

from __future__ import annotations

from typing import Protocol

# OWASP's first choice of parameters for argon2id.
_MEMORY_KIB = 19 * 1024
_PASSES = 2
_LANES = 1


class Passwords(Protocol):
    """Makes hashes of passwords, and compares."""

    def hashed(self, password: str) -> str:
        """The hash to keep, with all that is needed to compare with it."""

    def match(self, hashed: str, password: str) -> bool:
        """Whether this is the password behind a hash; never behind an empty one."""


class Argon2:
    """argon2id."""

    def hashed(self, password: str) -> str:
        """The hash with its parameters and salt."""
        from argon2 import PasswordHasher

        return PasswordHasher(memory_cost=_MEMORY_KIB, time_cost=_PASSES, parallelism=_LANES).hash(password)

    def match(self, hashed: str, password: str) -> bool:
        """Whether this is the password behind a hash."""
        from argon2 import PasswordHasher
        from argon2.exceptions import Argon2Error, InvalidHashError

        try:
            return PasswordHasher().verify(hashed, password)
        except (Argon2Error, InvalidHashError):
            return False
