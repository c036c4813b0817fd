"""What ends everything that happens to an account: what is due happens, and the desk is told what comes next."""

from __future__ import annotations

from mpwizard.console.account import has_console
from mpwizard.console.doing import account_in
from mpwizard.console.names import current_name
from mpwizard.console.next_step import next_step
from mpwizard.console.simulator import answer_what_waits
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
    # Being signed in is nobody's deadline.
    due = [each.due_at for each in account.matters if each.due_at is not None and each.matter is not Matter.SIGN_IN]
    begun = account.newest(Matter.VERIFICATION) is not None
    own = account.registered or begun
    step = next_step(account)
    work.note_next(
        to_do=step.key,
        # What is online stays online, whatever is changed about it.
        stage=Stage.LIVE if account.released else step.stage,
        due_at=min(due, default=None) if own else work.record.due_at,
        app_name=current_name(account),
    )
