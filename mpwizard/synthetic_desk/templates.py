"""Cases played once on a scratch desk that is thrown away: what the generated ones are copies of."""

from __future__ import annotations

import random
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from mpwizard.clock import FixedClock
from mpwizard.console.settling import settle
from mpwizard.desk import Desk
from mpwizard.domain import EntityType, Kind
from mpwizard.mail import NoPostman
from mpwizard.passwords import Argon2
from mpwizard.records import CaseRecord
from mpwizard.store import Store
from mpwizard.synthetic_desk.cloning import OPERATOR, Copy, Recipe
from mpwizard.synthetic_desk.names import Holder, Names
from mpwizard.synthetic_desk.paths import PATHS, Way
from mpwizard.synthetic_desk.paths import Path as CasePath
from mpwizard.synthetic_desk.player import Part, Player

# A copy is no older than this.
OLDEST = timedelta(days=730)

# A working day's morning in China, at whose hours the copies happen too.
_BEGAN = datetime(2025, 3, 4, 1, 30, tzinfo=UTC)
_SEED = 0
_WHILE = tuple(timedelta(days=days) for days in (1, 7, 30, 120, 240))
_BEFORE = timedelta(seconds=1)


@dataclass(frozen=True)
class Template:
    """A case as it was played, ready to be copied: its share among the others, by which parts it came there, when it
    ended, and for how long after that it stays as it is if nobody does anything."""

    share: float
    parts: tuple[Part, ...]
    entity_type: EntityType
    recipe: Recipe
    record: CaseRecord
    began: datetime
    ended: datetime
    quiet: timedelta


class _OneHash:
    """Hashes a password once: it is the same for every account of the desk, and a hash takes its time."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def hashed(self, password: str) -> str:
        if password not in self._known:
            self._known[password] = Argon2().hashed(password)
        return self._known[password]

    def match(self, hashed: str, password: str) -> bool:
        return bool(hashed) and self._known.get(password) == hashed


def played() -> tuple[Template, ...]:
    """All templates, always the same ones."""
    from mpwizard.store.copies import OpenKeys

    shortest_first = sorted(PATHS, key=lambda path: len(path.parts))
    walks = [(path, way) for path in shortest_first for way in path.ways]
    templates: list[Template] = []
    with TemporaryDirectory(prefix="mpwizard-") as folder:
        store = Store.open(Path(folder) / "scratch.db", OpenKeys())
        clock = FixedClock(_BEGAN)
        desk = Desk(store, clock, OPERATOR, _OneHash(), NoPostman())
        with closing(desk):
            scratch = _Scratch(desk, clock, Path(folder))
            for number, (path, way) in enumerate(walks):
                templates.append(scratch.play(number, path, way))
    return tuple(templates)


class _Scratch:
    """The desk on which templates are played. A path that another one begins with goes on from a copy of its end."""

    def __init__(self, desk: Desk, clock: FixedClock, folder: Path) -> None:
        self._desk = desk
        self._clock = clock
        self._folder = folder
        self._names = Names(_SEED)
        self._ends: dict[tuple[Way, tuple[Part, ...]], Template] = {}

    def play(self, number: int, path: CasePath, way: Way) -> Template:
        """The case at the end of a path."""
        entity_type, method = way
        holder = self._names.holder(number, entity_type)
        before = self._longest(path, way)
        case_id = self._begin(number, holder, before)
        chance = random.Random(f"template/{number}")  # noqa: S311 - to be repeatable, not secret
        player = Player(self._desk, self._clock, self._folder, holder, entity_type, method, chance, case_id)
        for part in path.parts[len(before.parts) if before else 0 :]:
            part(player)
        template = self._template(path, entity_type, holder, case_id)
        self._ends[way, path.parts] = template
        return template

    def _longest(self, path: CasePath, way: Way) -> Template | None:
        """The template with the longest beginning of a path, of those that were played."""
        for length in range(len(path.parts), 0, -1):
            if (way, path.parts[:length]) in self._ends:
                return self._ends[way, path.parts[:length]]
        return None

    def _begin(self, number: int, holder: Holder, before: Template | None) -> int:
        if before is None:
            self._clock.move(_BEGAN - self._clock.now())
            return self._desk.create(Kind.PRACTICE, seed=f"template-{number}").id
        self._clock.move(before.ended - self._clock.now())
        with self._desk.store.writing() as tx:
            case_id, first_matter = tx.copies.next_ids()
            copy = Copy(case_id, first_matter, f"MP-{_BEGAN.year}-T{number}", holder, OPERATOR, timedelta(0))
            rows = before.recipe.copy(copy, random.Random(number))  # noqa: S311 - to be repeatable, not secret
            tx.copies.put(rows)
        return case_id

    def _template(self, path: CasePath, entity_type: EntityType, holder: Holder, case_id: int) -> Template:
        with self._desk.working(case_id) as work:
            settle(work)
        record = self._desk.view(case_id).record
        with self._desk.store.writing() as tx:
            rows = tx.copies.of_case(case_id)
        recipe = Recipe(rows, holder, entity_type)
        share = path.share / len(path.ways)
        ended = self._clock.now()
        return Template(share, path.parts, entity_type, recipe, record, _BEGAN, ended, self._quiet(record))

    def _quiet(self, record: CaseRecord) -> timedelta:
        """For how long a case stays as it is by itself, as far as it was tried."""
        if self._stays(record, OLDEST):
            return OLDEST
        quiet = timedelta(0)
        for span in self._spans(record):
            if not self._stays(record, span):
                break
            quiet = span
        return quiet

    def _spans(self, record: CaseRecord) -> list[timedelta]:
        """After how long to look: now and then, and just before whatever is due."""
        ended = self._clock.now()
        with self._desk.store.reading() as tx:
            due = {record.due_at, *(each.due_at for each in tx.matters.of_case(record.id))}
        before = (each - ended - _BEFORE for each in due if each is not None and each > ended + _BEFORE)
        return sorted(each for each in {*_WHILE, *before} if each <= OLDEST)

    def _stays(self, record: CaseRecord, span: timedelta) -> bool:
        """Whether a case is still the same after so long. It is only tried."""
        found = []
        self._clock.move(span)
        with suppress(_LeftAsItWas), self._desk.working(record.id) as work:
            work.take(work.platform.news())
            settle(work)
            found.append(work.finish())
            raise _LeftAsItWas
        self._clock.move(-span)
        return found == [record]


class _LeftAsItWas(Exception):
    """Undoes what was only tried."""
