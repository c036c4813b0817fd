"""The practice account's password, as a hash and never otherwise."""

from __future__ import annotations

# OWASP's first choice of parameters for argon2id.
_MEMORY_KIB = 19 * 1024
_PASSES = 2
_LANES = 1


def hash_password(password: str) -> str:
    """The argon2id hash with its parameters and salt."""
    from argon2 import PasswordHasher

    return PasswordHasher(memory_cost=_MEMORY_KIB, time_cost=_PASSES, parallelism=_LANES).hash(password)
