"""Every entity type, from the desk to an account, on the screen and by the keyboard alone."""

from __future__ import annotations

import pytest

from mpwizard.domain import EntityType
from mpwizard.i18n import Language
from mpwizard.lifecycle import State
from screens.widgets.buttons import FlatButton
from tests.desk.answers import Applicant, answers_for
from tests.desk.console.holder import Holder
from tests.screens.walks.conftest import Sit

SIZES = ((80, 24), (120, 36))


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x36"])
@pytest.mark.parametrize("language", [Language.ZH, Language.EN], ids=str)
@pytest.mark.parametrize("entity_type", EntityType)
async def test_every_entity_type_gets_its_account(
    sit: Sit, entity_type: EntityType, language: Language, size: tuple[int, int]
) -> None:
    """The main job of the program, for everyone it is made for."""
    answers = answers_for(entity_type)
    async with sit(language, size) as operator:
        await operator.begin()
        await operator.reach("completion", answers)
        way_on = operator.app.screen.query_one("#button-next", FlatButton)
        await operator.sees(f"  {way_on.label}")
        match entity_type:
            case EntityType.INDIVIDUAL:
                pass
            case EntityType.ENTERPRISE | EntityType.SOLE_TRADER:
                await operator.deed("pay")
            case _:
                # In the console, whose own walks go there by the keyboard.
                holder = Holder(Applicant(operator.desk, answers, operator.case))
                holder.sign_in()
                holder.be_verified()
        view = operator.view
    assert view.state is State.REGISTERED
