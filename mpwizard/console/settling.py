"""What ends everything that happens to an account: what is due happens, and the desk is told what comes next."""

from __future__ import annotations

from datetime import datetime

from mpwizard.console.account import Account, has_console
from mpwizard.console.doing import account_in
from mpwizard.console.names import current_name
from mpwizard.console.next_step import NextStep, next_step
from mpwizard.console.simulator import answer_what_waits, ends_by_itself
from mpwizard.domain import Kind
from mpwizard.matters import Matter
from mpwizard.stages import Stage
from mpwizard.work import Work


def settle(work: Work) -> None:
    """Let everything happen that is due by now, then note what comes next, and until when. Where the registration still
    waits for a verification that nobody has begun, its own deadline stays."""
    if not has_console(work.record.state):
        return
    answer_what_waits(work)
    account = account_in(work)
    step = next_step(account)
    own = account.registered or account.newest(Matter.VERIFICATION) is not None
    work.note_next(
        to_do=step.key,
        # What is online stays online, whatever is changed about it.
        stage=Stage.LIVE if account.released else step.stage,
        due_at=_due_at(account, step) if own else work.record.due_at,
        app_name=current_name(account),
    )


def _due_at(account: Account, step: NextStep) -> datetime | None:
    """On record cases the deadline of what comes next. On practice cases whatever happens first, for the desk lets time
    pass in a case by it; what nothing ever happens to counts while it is to come, or where nothing else does. Being
    signed in is nobody's deadline."""
    own = step.due_at(account)
    if account.kind is Kind.RECORD:
        return own
    due = [each.due_at for each in account.matters if each.matter is not Matter.SIGN_IN and ends_by_itself(each)]
    to_come = [own] if own is not None and own >= account.now else []
    return min((*(at for at in due if at is not None), *to_come), default=own)
