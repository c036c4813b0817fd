"""How far a case has come, as the desk sorts and counts it: coarser than the registration's states, and further."""

from __future__ import annotations

from enum import IntEnum

from mpwizard.lifecycle import State


class Stage(IntEnum):
    """Where on its way a case is, in the order of the way. The numbers are stored, so that a database can sort by
    them; the gaps are for stages that the platform may yet put between."""

    REGISTRATION = 10
    VERIFICATION = 20
    INFORMATION = 30
    DEVELOPMENT = 40
    REVIEW = 50
    LIVE = 60
    FAILED = 90
    ABANDONED = 91

    @property
    def key(self) -> str:
        """Its name in texts and filters."""
        return self.name.lower()


# As far as the registration alone tells; with an account, what comes next tells more.
_BY_STATE = {
    State.AWAITING_VERIFICATION: Stage.VERIFICATION,
    State.REGISTERED: Stage.INFORMATION,
    State.FAILED: Stage.FAILED,
    State.ABANDONED: Stage.ABANDONED,
}


def stage_of_state(state: State) -> Stage:
    """The stage of a case of which no more than its registration's state is known."""
    return _BY_STATE.get(state, Stage.REGISTRATION)
