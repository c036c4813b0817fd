"""What people write in their own words, and may name somebody in, stands in nothing that is printed by mistake."""

from __future__ import annotations

import pytest
from pydantic import BaseModel

from mpwizard.account_desk import AccountDesk, Said
from mpwizard.console.account import Details
from mpwizard.console.asking import REMARK_LIMIT
from mpwizard.console.sections import ACTIONS
from mpwizard.domain import Kind
from mpwizard.problems import Invalid
from mpwizard.unattended_account import Wish
from mpwizard.wizard.form import Answers
from tests.desk.console.conftest import Hold
from tests.desk.console.submitter import details_of, ready, submit

FREE_WORDS = {"remark", "note", "description", "feedback", "text", "name", "wechat_id", "entity"}
# Names of things, not of people, that these models have under one of those words.
OF_THINGS = {
    ("CreateAnswers", "name"),
    ("BindDetails", "name"),
    ("LinkAnswers", "name"),
    ("NameDetails", "name"),
    ("OfficialDetails", "name"),
    ("NameAnswers", "name"),
}


def subclasses(of: type[BaseModel]) -> set[type[BaseModel]]:
    """All of them, however deep."""
    return {each for one in of.__subclasses__() for each in (one, *subclasses(one))}


def test_a_field_of_free_words_is_in_no_representation() -> None:
    """Of what is kept and what is answered, whatever section it is of."""
    assert ACTIONS
    shown = {
        (model.__name__, name)
        for model in subclasses(Details) | subclasses(Answers)
        if model.__module__.startswith("mpwizard.console")
        for name, field in model.model_fields.items()
        if name in FREE_WORDS and field.repr
    }
    assert shown == OF_THINGS


def test_own_words_are_refused_rather_than_cut(hold: Hold) -> None:
    """Half a sentence is another sentence. Screens hold too much back, the command line and files do not."""
    holder = ready(hold(kind=Kind.RECORD))
    number = submit(holder)
    accounts, long = AccountDesk(holder.desk), "说" * (REMARK_LIMIT + 1)
    with pytest.raises(Invalid) as invalid:
        accounts.do(holder.id, "versions.reject", {"reason": "crashes", "remark": long}, number=number)
    with pytest.raises(Invalid) as noted:
        accounts.said(holder.id, "versions.delay", {"said_note": long}, {})
    for problems, field in ((invalid.value.problems, "remark"), (noted.value.problems, "said_note")):
        assert [(each.key, each.field, each.values["actual"]) for each in problems] == [("text_length", field, 501)]
    accounts.do(holder.id, "versions.reject", {"reason": "crashes", "remark": long[1:]}, number=number)
    assert details_of(holder, number).rounds[-1].remark == long[1:]


def test_what_is_noted_with_an_action_is_in_no_representation() -> None:
    """A telephone number in a note is nobody's business who reads a trace."""
    words = "电话13800138000"
    assert words not in repr(Said(words)) + repr(Wish("members.add", note=words))
