"""Who looks on at a served desk: how soon they see it, what they cost its user, what a recording takes.

`python -m benchmarks.spectators 50` measures a key at so many sessions besides.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path
from statistics import median

from benchmarks.ratios import p95
from benchmarks.serving import (
    EVERY,
    KEYS,
    LETTERS,
    SIZE,
    Client,
    Room,
    at_a_field,
    row_of_empty_field,
    say,
    seconds_per_key,
)
from mpwizard.serving.people import Role
from mpwizard.serving.programs import Nursery

VIEWERS, SIZES = 30, ((SIZE[0], SIZE[1] + 1), (80, 24), (140, 50))
TRAINER, VIEWER = "ann", "eve"
RECORDED_FOR, MINUTE = 20.0, 60.0
SETTLED = 1.0


async def measure(sessions: int) -> None:
    """Measure and print."""
    nursery = Nursery()
    await nursery.open()
    with tempfile.TemporaryDirectory() as folder:
        room = Room(Path(folder), nursery, sessions)
        room.add(TRAINER, Role.TRAINER)
        room.add(VIEWER, Role.SPECTATOR)
        await room.open()
        owner, _took = await room.connect(TRAINER)
        await at_a_field(owner)
        alone, _taken = await seconds_per_key(owner)
        viewers = await look_on(room)
        await keys_that_all_see(owner, viewers, alone)
        await recorded(room, owner)
        if sessions:
            await many(room, sessions)
        await room.close()
    await nursery.close()


async def look_on(room: Room) -> list[Client]:
    """Let them come one after the other, to a screen that stands still."""
    viewers, seconds = [], []
    for number in range(VIEWERS):
        viewer = await room.terminal(f"{VIEWER}+watch+{TRAINER}", SIZES[number % len(SIZES)], VIEWER)
        opened = time.perf_counter()
        await viewer.sees(LETTERS)
        seconds.append(time.perf_counter() - opened)
        viewers.append(viewer)
    say("who comes late sees the screen, the slowest of them", max(seconds) * 1000, 250, "ms")
    return viewers


async def keys_that_all_see(owner: Client, viewers: list[Client], alone: list[float]) -> None:
    """Type as one types; each key until its user sees it, and until everybody does."""
    row = await row_of_empty_field(owner)
    own, every, typed = [], [], ""
    for letter in islice(cycle(LETTERS), KEYS):
        typed += letter
        began = time.perf_counter()
        owner.type(letter)
        seen = [asyncio.create_task(_seen(each, typed, row, began)) for each in viewers]
        own.append(await _seen(owner, typed, row, began))
        every += await asyncio.gather(*seen)
        await asyncio.sleep(max(0.0, EVERY - (time.perf_counter() - began)))
    say(f"a key until {VIEWERS} see it, 95 of 100", p95(every) * 1000, 250, "ms")
    say(f"a key of who is looked at by {VIEWERS}, against nobody", median(own) / median(alone), 1.5, "times")
    await asyncio.sleep(SETTLED)
    differing = sum(not _same(owner, viewer) for viewer in viewers)
    say("screens that show other cells than their user's", differing, 0, "")


async def _seen(client: Client, typed: str, row: int, began: float) -> float:
    await client.has(typed, row)
    return time.perf_counter() - began


def _same(owner: Client, viewer: Client) -> bool:
    """Whether a viewer's rows are its user's, as far as both reach. The last row is the viewer's own."""
    rows = min(owner.screen.rows, viewer.screen.rows - 1)
    columns = min(owner.screen.columns, viewer.screen.columns)
    return all(
        [cell.text for cell in owner.screen.row(row)[: columns - 1]]
        == [cell.text for cell in viewer.screen.row(row)[: columns - 1]]
        for row in range(rows)
    )


async def recorded(room: Room, owner: Client) -> None:
    """Record somebody who types."""
    session = room.front.sessions_of(TRAINER)[0]
    room.front.record(session, on=True)
    recording = session.recording
    end = time.monotonic() + RECORDED_FOR
    while time.monotonic() < end:
        await seconds_per_key(owner)
    if recording is not None:
        await recording.is_written()
    size = sum(path.stat().st_size for path in room.recordings.glob("*.cast"))
    spent = time.monotonic() - end + RECORDED_FOR
    say("a minute of recorded typing", size / spent * MINUTE / 1e6, 1, "MB")
    room.front.record(session, on=False)


async def many(room: Room, sessions: int) -> None:
    """So many people type at the same time."""
    opened = await asyncio.gather(*(room.connect(f"t{number}") for number in range(sessions)))
    clients = [client for client, _took in opened]
    await asyncio.gather(*map(at_a_field, clients))
    every = [figure for spent, _taken in await asyncio.gather(*map(seconds_per_key, clients)) for figure in spent]
    say(f"a key at {sessions} sessions, 95 of 100", p95(every) * 1000, 300, "ms")


def main() -> None:
    """Measure and print."""
    asyncio.run(measure(int(sys.argv[1]) if sys.argv[1:] and sys.argv[1].isdecimal() else 0))


if __name__ == "__main__":
    main()
