"""The platform's own words and what the reviewer was told can be looked up in their section."""

from __future__ import annotations

from mpwizard.account_report import sections_json
from mpwizard.domain import EntityType, Kind
from mpwizard.rejections import reason
from tests.desk.console.conftest import Hold
from tests.desk.console.holder import Holder
from tests.desk.console.linker import create
from tests.desk.console.submitter import ready, submit

WORDS = "请补交许可证 (v2)"


def section(holder: Holder, key: str) -> dict[str, str]:
    """What a script reads of a section: each name with its last value."""
    (told,) = (each for each in sections_json(holder.view)["sections"] if each["section"] == key)
    return {line["name"]: line["value"] for line in told["shown"]}


def test_a_category_that_is_sent_back_tells_what_the_platform_said(hold: Hold) -> None:
    """The words are what somebody writes them down for."""
    holder = hold(EntityType.INDIVIDUAL)
    holder.do("categories.add", code="P0801")
    holder.do("categories.papers", papers="1")
    holder.do("categories.submit")
    holder.do("categories.reject", reason="category_paper_missing", remark=WORDS)
    assert section(holder, "categories")["In its own words"] == WORDS


def test_a_name_that_is_refused_tells_what_the_platform_said(hold: Hold) -> None:
    """Name, avatar and introduction are refused in the same way."""
    holder = hold(EntityType.INDIVIDUAL)
    holder.do("information.name", name="练习大学堂", paper="《练习证明》")
    holder.do("information.name_refuse", reason="name_paper_unfit", remark=WORDS)
    assert section(holder, "information")["In its own words"] == WORDS


def test_the_words_of_a_delay_stay_the_delays(hold: Hold) -> None:
    """What was said when the answer was put off is not said of the approval."""
    holder = ready(hold(EntityType.INDIVIDUAL))
    number = submit(holder)
    holder.do("versions.delay", number, remark=WORDS)
    holder.do("versions.approve", number)
    told = section(holder, "versions")["Round of review"]
    assert WORDS in told
    assert told.index(WORDS) < told.index("approved")


def test_what_the_reviewer_was_told_can_be_looked_up(hold: Hold) -> None:
    """In every round: the description, and the message after a refusal."""
    holder = ready(hold(EntityType.INDIVIDUAL))
    number = submit(holder)
    holder.do("versions.reject", number, reason="crashes")
    holder.do("versions.submit", number, description="Opens the shop", feedback="No crash any more")
    told = section(holder, "versions")
    assert told["What this version does"] == "Opens the shop"
    assert told["Message to the reviewer"] == "No crash any more"


def test_a_link_that_is_refused_tells_why(hold: Hold) -> None:
    """Nothing else in the section would: a refused link is no link."""
    holder = hold(kind=Kind.RECORD)
    create(holder)
    holder.do("open_platform.bind", account="1")
    holder.do("open_platform.refuse", reason="open_platform_unqualified", remark=WORDS)
    told = section(holder, "open_platform")
    assert told["Refused"].endswith(": " + reason("open_platform_unqualified").title.en)
    assert told["In its own words"] == WORDS
