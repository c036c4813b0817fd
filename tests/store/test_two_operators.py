"""Two operators, two programs, one database of either kind: no edit is lost, and every conflict is told whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from mpwizard.records import CaseRecord
from mpwizard.store import KeyRing, Store
from tests.places import OnFile, OnServer
from tests.store.two_operators import FIELD, OPERATORS, STEP, play

EDITS = 2_000


def _environment(place: OnFile | OnServer, home: Path) -> dict[str, str]:
    at = {"DATABASE_URL": place.url} if isinstance(place, OnServer) else {"DATABASE": str(place.file)}
    return {f"MPWIZARD_{name}": value for name, value in {"HOME": str(home), **at}.items()}


def test_two_programs_lose_no_edit_and_are_told_of_every_conflict(
    store: Store, add_case: Callable[..., CaseRecord], place: OnFile | OnServer, keys: KeyRing, tmp_path: Path
) -> None:
    """Whatever is stored was typed over what is stored before it, by somebody who had that before their eyes; and
    whoever typed over something older was shown it, beside what they typed, and it was the other's."""
    case = add_case()
    edits = play(case.id, EDITS, _environment(place, tmp_path))
    kept = {edit.kept_as: edit for edit in edits if edit.kept_as is not None}
    conflicts = [edit for edit in edits if edit.kept_as is None]

    assert len(edits) == len(kept) + len(conflicts) == EDITS * len(OPERATORS)
    assert sorted(kept) == list(range(1, len(kept) + 1))
    for version, edit in kept.items():
        before = kept.get(version - 1)
        assert (edit.seen or 0, edit.over) == (version - 1, before.mine if before else "")

    # Both began over nothing, and only one of them can have been the first.
    assert conflicts
    for edit in conflicts:
        shown = kept[edit.version]
        assert (edit.theirs, edit.by) == (shown.mine, shown.operator)
        assert edit.by != edit.operator
        assert edit.theirs != edit.mine
        assert edit.version > (edit.seen or 0)

    with store.reading() as reader:
        draft = reader.drafts(case.id)[STEP]
    assert (draft.version, draft.values) == (len(kept), {FIELD: kept[len(kept)].mine})
