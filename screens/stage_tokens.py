"""The colour of a stage, as a token of the theme: one for all that name stages."""

from __future__ import annotations

from mpwizard.lifecycle import State

_TOKENS = {State.REGISTERED: "go-text", State.FAILED: "wrong", State.ABANDONED: "faint"}


def stage_token(state: State, usual: str) -> str:
    """The token of a stage that says how it ended; what is usual here for the others."""
    return _TOKENS.get(state, usual)
