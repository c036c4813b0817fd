"""How often one address may knock, and how long it waits after a wrong password."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass

_MINUTE = 60.0
# Addresses remembered at most; of more than that those are forgotten that came first.
_REMEMBERED = 10_000
# One customer of a provider has so much of IPv6, and with it any number of addresses.
_HOUSEHOLD = 64
_FIRST_DELAY, _LONGEST_DELAY = 0.5, 8.0
_FORGIVEN_AFTER = 600.0


def household(address: str) -> str:
    """What an address is counted under: itself, or the IPv6 network of whoever has it."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    return str(found.ipv4_mapped or ipaddress.ip_network((found, _HOUSEHOLD), strict=False))


@dataclass(slots=True)
class _Level:
    level: float
    at: float


def _level_of(levels: dict[str, _Level], address: str, new: _Level) -> _Level:
    """What is remembered of an address; it is the last to be forgotten now."""
    name = household(address)
    level = levels[name] = levels.pop(name, new)
    if len(levels) > _REMEMBERED:
        del levels[next(iter(levels))]
    return level


class Buckets:
    """A bucket of tokens for each address: `per_minute` fit in, and so many are filled in each minute."""

    def __init__(self, per_minute: int, clock: Callable[[], float]) -> None:
        self._per_minute, self._clock = per_minute, clock
        self._levels: dict[str, _Level] = {}

    def take(self, address: str) -> bool:
        """Take a token; False where the bucket is empty."""
        now = self._clock()
        bucket = _level_of(self._levels, address, _Level(self._per_minute, now))
        bucket.level = min(self._per_minute, bucket.level + (now - bucket.at) * self._per_minute / _MINUTE)
        bucket.at = now
        if bucket.level < 1:
            return False
        bucket.level -= 1
        return True


class Delays:
    """What a wrong password costs an address: each in a row doubles the wait, up to eight seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._failures: dict[str, _Level] = {}

    def failed(self, address: str) -> float:
        """One more; the seconds to wait now."""
        now = self._clock()
        counted = _level_of(self._failures, address, _Level(0, now))
        if now - counted.at > _FORGIVEN_AFTER:
            counted.level = 0
        counted.level, counted.at = counted.level + 1, now
        return float(min(_LONGEST_DELAY, _FIRST_DELAY * 2.0 ** min(counted.level - 1, 10)))

    def succeeded(self, address: str) -> None:
        """It owes nothing any more."""
        self._failures.pop(household(address), None)
