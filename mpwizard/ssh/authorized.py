"""Whether a key opens an account whose public keys are written as in `authorized_keys`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import asyncssh

# OpenSSH's ways to write until when a key holds.
_MOMENTS = {8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}


def opens(lines: Iterable[str], key: asyncssh.SSHKey, address: str, now: datetime) -> bool:
    """Whether one of the lines has the key, and holds now and for that address (`from=`, `expiry-time=`).

    Raises:
        ValueError: no line can be read.
    """
    known = asyncssh.import_authorized_keys("\n".join(lines))
    options = known.validate(key, address, address)
    if options is None:
        return False
    told = options.get("expiry-time", [])
    # The library reads the option and heeds it not.
    return all(_ends(str(moment)) > now for moment in (told if isinstance(told, list) else [told]))


def _ends(told: str) -> datetime:
    """A moment as OpenSSH writes it: of the system's time zone unless it says Z. What cannot be read is past."""
    digits = told.removesuffix("Z")
    try:
        # Without Z it is meant in the zone of the machine, which `astimezone` takes it in.
        read = datetime.strptime(digits, _MOMENTS[len(digits)])  # noqa: DTZ007
    except (KeyError, ValueError):
        return datetime.min.replace(tzinfo=UTC)
    return read.replace(tzinfo=UTC) if told.endswith("Z") else read.astimezone()
