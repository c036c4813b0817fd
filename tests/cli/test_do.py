"""An account worked on from the command line: the same gates, one object, exit codes a script can trust."""

from __future__ import annotations

import pytest

from mpwizard.console.sections import SECTIONS
from mpwizard.texts import refusals
from tests.cli.answers import SECRETS, Command, Ran

EMAIL, PASSWORD = "ops@example.com", "practice-lantern-42"


@pytest.fixture
def case(register: Command) -> str:
    """A registered enterprise that nobody has signed in to."""
    told = register(world={"transfer": {"amount": "exact"}}).json
    assert told["state"] == "registered"
    return str(told["case"])


@pytest.fixture
def do(command: Command, case: str, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Does something with the account, which is signed in to."""
    monkeypatch.setenv("PRACTICE_PASSWORD", PASSWORD)

    def done(action: str, *words: object) -> Ran:
        return command("do", case, action, "--json", *words)

    assert done("sign_in.password", f"email={EMAIL}", "password_env=PRACTICE_PASSWORD").code == 0
    assert done("sign_in.scan").code == 0
    return done


def test_what_is_done_is_told_as_one_object(do: Command, case: str) -> None:
    """A script learns what it did it to, and how the section stands now."""
    ran = do("members.add", "role=trial", "name=练习丁", "wechat_id=practice_ding")
    assert ran.code == 0
    told = ran.json
    assert told.keys() == {"case", "action", "done", "problems", "matter", "section"}
    assert (told["case"], told["action"], told["done"], told["problems"]) == (case, "members.add", True, [])
    assert (told["matter"]["kind"], told["matter"]["number"], told["matter"]["state"]) == ("member", 1, "bound")
    assert (told["section"]["section"], told["section"]["state"]) == ("members", "open")
    assert "practice_ding" not in ran.out


def test_the_named_number_is_the_one(do: Command) -> None:
    """Not the newest, where an older one was meant."""
    for name in ("practice_ding", "practice_wu"):
        do("members.add", "role=trial", "name=练习丁", f"wechat_id={name}")
    told = do("members.remove", "--number", 1).json
    assert (told["matter"]["number"], told["matter"]["state"]) == (1, "removed")
    assert do("members.remove").json["matter"]["number"] == 2


@pytest.mark.parametrize(
    ("words", "exits", "code"),
    [
        (("members.add", "role=boss", "name=练习丁", "wechat_id=practice_ding"), 3, "U-115"),
        (("members.remove",), 3, "U-702"),
        (("members.remove", "--number", "7"), 4, "U-703"),
        (("sign_in.password", f"email={EMAIL}", "password=x"), 3, "U-713"),
        (("members.add", "--on", "2020-01-01", "role=trial", "name=练习丁", "wechat_id=practice_ding"), 3, "U-223"),
        (("members.add", "--on", "yesterday", "role=trial", "name=练习丁", "wechat_id=practice_ding"), 2, "U-706"),
        (("platform.clock", "by=soon"), 3, "U-629"),
        (("platform.clock", "by=-10d"), 3, "U-629"),
        (("platform.clock", "by=99999999d"), 3, "U-629"),
        (("platform.clock", "by=99999d"), 3, "U-328"),
        (("platform.take_back", "--number", "1"), 3, "U-811"),
        (("platform.ahead", "answer=members.add"), 3, "U-810"),
        (("world.pay",), 3, "U-702"),
    ],
)
def test_what_is_refused_is_not_done_and_says_why(do: Command, words: tuple[str, ...], exits: int, code: str) -> None:
    """One object all the same, with code, reason, and what would lift it."""
    ran = do(*words)
    told = ran.json
    assert ran.code == exits
    assert (told["done"], ran.codes) == (False, [code])
    assert all(told["problems"][0][name] for name in ("message", "why", "lifts"))
    assert code in ran.err


def test_ticks_are_yes_and_no(do: Command) -> None:
    """Everything on a command line is text; a tick is not."""
    assert do("verification.apply", "agree=no").codes == ["U-114"]
    assert do("verification.apply", "agree=perhaps").json["done"] is False
    assert do("verification.apply", "agree=yes", "business_licence=TRUE", "administrator_id=yes").code == 0


def test_a_case_that_is_not_there_is_not_found(command: Command) -> None:
    """As every command has it."""
    for words in (("do", "MP-1999-0001", "members.add"), ("do", "--list", "MP-1999-0001")):
        ran = command(*words, "--json")
        assert (ran.code, ran.codes) == (4, ["U-230"])


def test_the_list_names_every_action_with_its_gate(command: Command, case: str) -> None:
    """Before anybody has signed in, most are refused; each says by which rule. What makes no sense now is not
    listed, as in the console."""
    told = command("do", "--list", case, "--json").json
    listed = {each["action"]: each for each in told["actions"]}
    assert {key for key in listed if key.startswith("platform.")} == {"platform.ahead", "platform.clock"}
    assert not {"versions.fixed", "versions.trial", "platform.take_back", "open_platform.qualify"} & listed.keys()
    assert listed["sign_in.password"]["allowed"] is True
    refused = listed["members.add"]
    assert (refused["allowed"], refused["refusal"]["code"], refused["refusal"]["section"]) == (
        False,
        refusals()["not_signed_in"].code,
        "sign_in",
    )
    assert refused["refusal"]["rule"]
    text = command("do", "--list", case)
    assert text.code == 0
    assert refused["refusal"]["code"] in text.out


def test_a_case_without_an_account_lists_what_is_to_be_done_first(command: Command, register: Command) -> None:
    """The world beside the form is there from the first step on."""
    case = register(world={"activate": "never"}).json["case"]
    listed = {each["action"]: each for each in command("do", "--list", case, "--json").json["actions"]}
    assert listed["members.add"]["refusal"]["code"] == refusals()["no_account_yet"].code
    assert listed["world.open_link"]["allowed"] is True
    done = command("do", case, "world.open_link", "--json")
    assert (done.code, done.json["section"], done.json["matter"]) == (0, None, None)
    assert command("show", case, "--json").json["state"] == "activated"
    assert command("do", case, "members.add", "--json").codes == [refusals()["no_account_yet"].code]


def test_every_section_is_shown(do: Command, command: Command, case: str) -> None:
    """Key, state, refusal, lines, matters, what can be done: the console in one object, nothing personal in it."""
    do("members.add", "role=trial", "name=练习丁", "wechat_id=practice_ding")
    ran = command("show", case, "--json")
    sections = {each["section"]: each for each in ran.json["sections"]}
    assert list(sections) == [section.key for section in SECTIONS]
    for each in sections.values():
        assert (each["refusal"] is not None) == (each["state"] == "locked")
    assert sections["pay"]["refusal"]["rule"]
    assert sections["members"]["matters"][0]["version"] == 2
    assert {"action": "members.add", "number": None, "by": "applicant"} in sections["members"]["can"]
    assert sections["sign_in"]["state"] == "done"
    for secret in (*SECRETS, "practice_ding"):
        assert secret not in ran.out + command("show", case).out


def test_a_case_without_an_account_shows_no_sections(command: Command, register: Command) -> None:
    """There is no console to show."""
    case = register(world={"activate": "never"}).json["case"]
    assert "sections" not in command("show", case, "--json").json


@pytest.mark.parametrize("language", ["zh", "en"])
def test_people_read_the_same(do: Command, command: Command, case: str, language: str) -> None:
    """Lines instead of an object, in both languages."""
    ran = command("do", case, "members.add", "role=trial", "name=练习丁", "wechat_id=practice_di", "--lang", language)
    assert ran.code == 0
    assert ("体验者" if language == "zh" else "Trial members") in ran.out
    shown = command("show", case, "--lang", language)
    assert ("类目" if language == "zh" else "categories") in shown.out


def test_upload_is_a_twin_of_its_action(do: Command, command: Command, case: str) -> None:
    """The developer's tool, as it would stand in a script of theirs."""
    ran = command("practice", "upload", case, "version=1.0.0", "note=first", "developer=administrator", "--json")
    assert ran.code == 0
    assert (ran.json["action"], ran.json["matter"]["kind"], ran.json["matter"]["state"]) == (
        "versions.upload",
        "version",
        "uploaded",
    )


def test_what_was_decided_in_advance_is_what_comes(do: Command, command: Command, case: str) -> None:
    """The platform desk without a screen: the answer is decided, time passes, and the log says how it came to it."""
    do(
        "verification.apply",
        "agree=yes",
        "business_licence=yes",
        "administrator_id=yes",
        "organisation_certificate=yes",
    )
    do("verification.pay")
    do("platform.ahead", "answer=verification.refuse", "reason=entity_not_registered")
    do("platform.clock", "by=60d")
    told = command("show", case, "--json").json
    last = [line for line in told["log"] if line["matter"] == "verification"][-1]
    assert (last["event"], last["reason"], last["decided_by"]) == ("refused", "entity_not_registered", "ahead")
    assert "decided in advance" in command("show", case, "--lang=en").out


@pytest.mark.parametrize(
    ("action", "option", "value"),
    [
        ("world.hour", "--on", "2026-13-45"),
        ("world.hour", "--on", "2026-11-22"),
        ("world.hour", "--note", "seen"),
        ("world.hour", "--number", "7"),
        ("platform.clock", "--number", "7"),
        ("sign_in.password", "--number", "7"),
    ],
)
def test_an_option_that_an_action_makes_no_use_of_is_refused(
    do: Command, command: Command, case: str, action: str, option: str, value: str
) -> None:
    """Passed over in silence, it would seem to have had an effect; and the action is not done."""
    before = command("show", case, "--json").json
    ran = do(action, option, value)
    assert (ran.code, ran.codes) == (2, ["U-631"])
    assert option in ran.err
    assert command("show", case, "--json").json["log"] == before["log"]


def test_a_refusal_alone_is_printed_where_nothing_was_done(do: Command, command: Command, case: str) -> None:
    """The whole section behind one sentence hides the sentence."""
    ran = command("do", case, "members.remove")
    assert (ran.code, ran.out) == (3, "")
    assert "U-702" in ran.err


def test_a_developer_is_named_beside_the_number_to_be_given(do: Command) -> None:
    """A list of bare numbers does not say who is who."""
    do("members.add", "role=developers", "name=练习丁", "wechat_id=practice_ding")
    ran = do("versions.upload", "version=1.0.0", "developer=练习丁")
    assert ran.codes == ["U-115"]
    assert "1 (" in ran.json["problems"][0]["message"]


def test_a_refused_action_is_listed_with_its_title(
    command: Command, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key alone does not say what it would do."""
    monkeypatch.setenv("MPWIZARD_LANG", "en")
    refused = [each for each in command("do", "--list", case, "--json").json["actions"] if not each["allowed"]]
    lines = command("do", "--list", case).out.splitlines()
    assert refused
    for each in refused:
        assert any(each["action"] in line and each["title"] in line for line in lines)
