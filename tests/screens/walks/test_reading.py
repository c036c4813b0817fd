"""What a page says of itself: that it agrees with itself, with its keys, and with what can be done on it."""

from __future__ import annotations

from unicodedata import normalize

import pytest

from mpwizard.domain import EntityType, Kind
from mpwizard.i18n import Language
from mpwizard.lifecycle import Event
from screens.desk.dialogs import NewCase
from screens.widgets.choice import Choice
from screens.wizard.administrator import AdministratorScreen
from screens.wizard.credentials import Demands
from screens.wizard.review import Section
from screens.world.drawer import WorldDrawer
from tests.desk.answers import Applicant, answers_for
from tests.screens.walks.conftest import Begin, Sit
from tests.screens.walks.operator import Operator

ENTERPRISE = answers_for(EntityType.ENTERPRISE)


@pytest.fixture
def applicant(begin: Begin) -> Applicant:
    """An enterprise that pays by transfer; nothing is answered yet."""
    return begin()


def words_of(operator: Operator) -> str:
    """The screen as one row, however it breaks its sentences."""
    return normalize("NFC", " ".join(" ".join(row.split()) for row in operator.rows))


async def test_letters_typed_on_the_code_to_scan_change_no_name(sit: Sit, applicant: Applicant) -> None:
    """The name is scrolled away there: a letter would change it unseen."""
    applicant.reach("administrator")
    async with sit() as operator:
        await operator.open(applicant.id)
        await operator.fill_administrator(ENTERPRISE["administrator"])
        await operator.prove_mobile()
        assert operator.app.focused is operator.app.screen.query_one("#button-next")
        await operator.type("z")
        await operator.settled()
        screen = operator.app.screen
        assert isinstance(screen, AdministratorScreen)
        assert screen.values()["name"] == ENTERPRISE["administrator"]["name"]
        assert "▀" in operator.text


async def test_a_scan_that_is_waited_for_is_what_the_help_tells_first(sit: Sit, applicant: Applicant) -> None:
    """Everything else on the page is done."""
    applicant.reach("administrator")
    async with sit(size=(120, 36)) as operator:
        await operator.open(applicant.id)
        await operator.fill_administrator(ENTERPRISE["administrator"])
        await operator.prove_mobile()
        screen = operator.app.screen
        assert isinstance(screen, AdministratorScreen)
        assert "scans the code" in screen.help_pieces()[0].words


@pytest.mark.parametrize(("entity_type", "free"), [(EntityType.GOVERNMENT, True), (EntityType.MEDIA, False)])
async def test_the_fee_is_the_entity_types_own(sit: Sit, begin: Begin, entity_type: EntityType, free: bool) -> None:
    """Two pages that contradict each other about money are worse than none."""
    office = begin(entity_type)
    office.reach("verification")
    async with sit() as operator:
        await operator.open(office.id)
        await operator.sees("There is one way only")
        assert ("no fee" in words_of(operator)) is free
        assert ("¥" in words_of(operator)) is not free
        assert "Choose how" not in operator.text


async def test_the_only_way_is_read_over_and_not_changed(sit: Sit, begin: Begin) -> None:
    """An empty section that offers a change would be taken for a hole."""
    office = begin(EntityType.MEDIA)
    office.reach("confirmation")
    async with sit(size=(100, 50)) as operator:
        await operator.open(office.id)
        shown = operator.app.screen.query_one("#section-verification", Section).rows(60)
        rows = [row.plain for row in shown]
        assert rows[0].rstrip().endswith("Look ›")
        assert "WeChat verification" in rows[1]


async def test_the_passwords_demands_stand_below_the_password(sit: Sit, applicant: Applicant) -> None:
    """Below the tick they read as if one agreed to them."""
    applicant.reach("credentials")
    async with sit(size=(100, 40)) as operator:
        await operator.open(applicant.id)
        await operator.until(lambda: operator.app.screen.query_one(Demands).region.height, "the demands")
        demands = operator.app.screen.query_one(Demands).region
        assert operator.app.screen.query_one("#part-credentials-password").region.bottom <= demands.y
        assert demands.bottom <= operator.app.screen.query_one("#part-credentials-agree").region.y


async def test_the_way_on_is_called_the_same_by_key_and_button(sit: Sit, applicant: Applicant) -> None:
    """The act that cannot be undone must not be called Next below."""
    applicant.reach("confirmation")
    async with sit(size=(100, 30)) as operator:
        await operator.open(applicant.id)
        assert "^n Make the entity final" in operator.rows[-1]


async def test_the_mark_of_a_new_case_goes_with_the_cursor(sit: Sit) -> None:
    """Enter begins what is marked, and the row of keys says so."""
    async with sit() as operator:
        await operator.press("n")
        await operator.shows(NewCase)
        assert "Begin" in operator.rows[-1]
        await operator.press("down")
        await operator.until(lambda: operator.app.screen.query_one(Choice).value == Kind.RECORD, "the mark on record")


async def test_a_dialog_says_what_enter_does(sit: Sit, applicant: Applicant) -> None:
    """Escape alone in the row of keys looks like the only way there is."""
    applicant.reach("activation")
    async with sit() as operator:
        await operator.open(applicant.id)
        await operator.press("f9")
        await operator.shows(WorldDrawer)
        await operator.sees("⏎ Choose")


async def test_a_hidden_value_is_shown_alone_and_recorded(sit: Sit, applicant: Applicant) -> None:
    """Whoever looks at an ID card number leaves a line; the number itself is not in it."""
    applicant.reach("confirmation")
    async with sit(Language.EN, (140, 50)) as operator:
        await operator.open(applicant.id)
        person = operator.stored("administrator")
        operator.app.screen.set_focus(operator.app.screen.query_one("#section-administrator"))
        await operator.breathe()
        await operator.press("f2", "f2")
        await operator.sees(str(person["id_number"]))
        assert str(person["mobile"]) not in operator.text
        await operator.settled()
        noted = [entry for entry in operator.view.log if entry.event == Event.VALUE_REVEALED]
        assert [entry.note["field"] for entry in noted] == ["name", "id_number"]
        assert str(person["id_number"]) not in repr(noted)
