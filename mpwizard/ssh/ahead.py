"""What is typed while no session can take it yet: keys for a question that is asked first, the rest for the session."""

from __future__ import annotations

import asyncio
import re

MOST = 4096
"""So many bytes are kept; what comes after them is lost."""

# An arrow or a function key is one key, whatever digits it is told with.
_KEY = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|O.)|.", re.DOTALL)


class Ahead:
    """The keys, in the order they came."""

    def __init__(self) -> None:
        self._kept = b""
        self._more = asyncio.Event()

    def add(self, data: bytes) -> None:
        """Keep what was typed."""
        if len(self._kept) + len(data) <= MOST:
            self._kept += data
            self._more.set()

    async def key(self) -> bytes:
        """The next key, as soon as there is one."""
        while (found := _KEY.match(self._kept)) is None:
            self._more.clear()
            await self._more.wait()
        self._kept = self._kept[found.end() :]
        return found.group()

    def rest(self) -> bytes:
        """All that nobody has asked for."""
        rest, self._kept = self._kept, b""
        return rest
