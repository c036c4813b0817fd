"""What the drawer offers on a practice case: nothing that a gate refuses, and the scan only while it is awaited."""

from __future__ import annotations

from contextlib import nullcontext

import pytest

from mpwizard.desk import Desk
from mpwizard.domain import EntityType, Method
from mpwizard.problems import Refused
from mpwizard.tell import tell
from mpwizard.world_actions import WORLD_ACTIONS, WorldAction, possible
from tests.desk.answers import Applicant
from tests.desk.conftest import Apply

# What the platform sends back when it is played on purpose.
SENT_BACK = {"scan_other", "pay_wrong_sum", "pay_other_account", "pay_wrong_remark", "pay_too_late"}
# Where somebody else has to act: the step, and the way of verification that leads there.
PLACES = (
    ("activation", Method.TRANSFER),
    ("administrator", Method.TRANSFER),
    ("completion", Method.TRANSFER),
    ("completion", Method.WECHAT_VERIFICATION),
)


def offered(applicant: Applicant) -> set[str]:
    """The keys of what can be done beside the form now."""
    return {action.key for action in possible(applicant.view, applicant.around.world(applicant.id))}


@pytest.mark.parametrize("action", WORLD_ACTIONS, ids=lambda action: action.key)
def test_what_is_offered_can_be_done(action: WorldAction, apply: Apply) -> None:
    """Offering and doing ask the same gates: what is refused is what the platform sends back, on purpose."""
    done = 0
    for number, (step, method) in enumerate(PLACES):
        applicant = apply(EntityType.ENTERPRISE, method, email=f"{number}@example.com")
        applicant.reach(step)
        if step == "administrator":
            applicant.prove_mobile()
        if action.key in offered(applicant):
            done += 1
            with pytest.raises(Refused) if action.key in SENT_BACK else nullcontext():
                action.act(applicant.around, applicant.id, applicant.around.world(applicant.id))
        if step != "completion":
            applicant.desk.abandon(applicant.id)
    assert done


def test_the_scan_is_offered_while_it_is_awaited(apply: Apply) -> None:
    """Not before the mobile number is proven, not while the answers are wrong, and not again afterwards."""
    applicant = apply()
    applicant.reach("administrator")
    assert "scan" not in offered(applicant)
    applicant.prove_mobile()
    assert {"scan", "scan_other"} <= offered(applicant)
    applicant.save("administrator", **{**applicant.answers["administrator"], "id_number": "1"})
    assert "scan" not in offered(applicant)
    with pytest.raises(Refused, match="form_incomplete"):
        applicant.around.scan(applicant.id, by_administrator=True)
    applicant.save("administrator", **applicant.answers["administrator"])
    applicant.around.scan(applicant.id, by_administrator=True)
    assert "scan" not in offered(applicant)


def test_a_step_that_is_left_open_is_told_by_its_title(apply: Apply, desk: Desk) -> None:
    """Words that happen to be a step's key are nobody's title: only a step is."""
    with pytest.raises(Refused) as refused:
        apply().submit("entity_type")
    assert tell(refused.value.refusal).message == "Finish this first: Account type"
    with pytest.raises(Refused) as unknown:
        desk.find("entity")
    assert "entity" in tell(unknown.value.refusal).message
