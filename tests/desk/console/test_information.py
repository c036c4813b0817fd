"""Section information: when it opens, the avatar from a file, the introduction, and when all of it is there."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image

from mpwizard.account_desk import AccountDesk, Said
from mpwizard.clock import FixedClock
from mpwizard.console import avatar
from mpwizard.console.account import details, form_context
from mpwizard.console.avatar import avatar_thumbnail
from mpwizard.console.information import SECTION
from mpwizard.console.introduction import IntroductionAnswers
from mpwizard.console.periods import same_day, same_month, same_year
from mpwizard.console.profile import (
    AvatarDetails,
    IntroductionDetails,
    NameDetails,
    changes_used,
    missing_information,
)
from mpwizard.domain import EntityType, Kind, Method
from mpwizard.matters import Matter, Pay, Profile, ProfileEvent
from mpwizard.pictures import Picture, read_picture
from mpwizard.problems import Refusal
from mpwizard.records import MatterRecord
from tests.desk.console.conftest import Hold
from tests.desk.console.handing_in import also, decide, paint, problems, refused, states
from tests.desks import OpenDesk

NAME = "练习小铺"
TEXT = "练习用的登记和查询"
A_YEAR = timedelta(days=366)
A_MONTH = timedelta(days=31)


def name_of(matter: MatterRecord) -> NameDetails:
    """What is kept about a name."""
    return details(NameDetails, matter)


# --- when it opens ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("entity_type", [EntityType.INDIVIDUAL, EntityType.ENTERPRISE, EntityType.SOLE_TRADER])
def test_who_verifies_nothing_or_has_paid_fills_in_at_once(hold: Hold, entity_type: EntityType) -> None:
    """Individuals at once, the others with the transfer; both beside the development."""
    holder = hold(entity_type)
    assert holder.allowed("information.name")
    assert not holder.view.section("information").locked


@pytest.mark.parametrize(
    "entity_type", [EntityType.ENTERPRISE, EntityType.SOLE_TRADER, EntityType.GOVERNMENT, EntityType.MEDIA]
)
def test_who_chose_the_verification_waits_for_it(hold: Hold, tmp_path: Path, entity_type: EntityType) -> None:
    """Visible, locked, with the rule and the section that lifts it; nothing entered is recorded."""
    holder = hold(entity_type, Method.WECHAT_VERIFICATION)
    assert holder.view.section("information").locked
    assert holder.view.section("categories").locked
    answers = {
        "information.name": {"name": NAME},
        "information.avatar": {"path": paint(tmp_path)},
        "information.introduction": {"text": TEXT},
        "categories.add": {"code": "N0801"},
    }
    for action, values in answers.items():
        assert refused(holder, action, **values) == Refusal("information_locked", rule="information.opens")
    holder.be_verified()
    holder.do("information.name", name=NAME)
    assert not holder.view.section("categories").locked
    holder.folds()


def test_nobody_fills_in_before_signing_in(hold: Hold) -> None:
    """The door comes first."""
    assert refused(hold(signed_in=False), "information.name", name=NAME).key == "not_signed_in"


# --- the avatar -------------------------------------------------------------------------------------------------------


def test_of_an_avatar_only_what_is_shown_is_kept(hold: Hold, tmp_path: Path) -> None:
    """Its facts and a few pixels, which no representation tells; of the picture and its path nothing is kept."""
    holder, path = hold(), Path(paint(tmp_path, 600, form="JPEG"))
    holder.do("information.avatar", path=str(path))
    avatar = holder.matter(Matter.AVATAR)
    kept = details(AvatarDetails, avatar)
    assert avatar.state is Profile.SET
    assert kept.facts.startswith("JPEG · 600×600 · ")
    assert set(avatar.details) == set(AvatarDetails.model_fields)
    assert len(b64decode(kept.thumbnail)) == 16 * 16 * 4
    assert max(len(str(value)) for value in avatar.details.values()) == len(kept.thumbnail)
    assert kept.thumbnail[:20] not in repr(kept)
    small = avatar_thumbnail(avatar)
    assert (small.width, small.height) == (16, 16)
    assert small.rows[3][3][3] == 255
    assert path.name not in str(avatar.details)
    holder.folds()


@pytest.mark.usefixtures("database")
def test_the_pixels_are_sealed_like_everything_personal(hold: Hold, tmp_path: Path) -> None:
    """A picture may be somebody's face: the desk's files tell it to nobody without the key."""
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    holder = hold()
    holder.do("information.avatar", path=paint(pictures, colour="teal"))
    thumbnail = details(AvatarDetails, holder.matter(Matter.AVATAR)).thumbnail
    files = [each.read_bytes() for each in tmp_path.rglob("*") if each.is_file() and pictures not in each.parents]
    assert any(len(content) > 10_000 for content in files)
    pieces = (thumbnail.encode()[:24], b64decode(thumbnail)[:24])
    assert [piece for piece in pieces for content in files if piece in content] == []


def test_an_avatar_that_was_kept_whole_is_read_without_its_picture(hold: Hold, tmp_path: Path) -> None:
    """As earlier desks stored it."""
    holder = hold()
    holder.do("information.avatar", path=paint(tmp_path))
    avatar = holder.matter(Matter.AVATAR)
    earlier = replace(avatar, details={**avatar.details, "png": "iVBORw0KGgo="})
    assert details(AvatarDetails, earlier) == details(AvatarDetails, avatar)


def test_a_file_is_found_from_home(hold: Hold, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """People type a tilde."""
    path = Path(paint(tmp_path))
    monkeypatch.setenv("HOME", str(path.parent))
    holder = hold()
    holder.do("information.avatar", path=f"~/{path.name}")
    assert states(holder, Matter.AVATAR) == [Profile.SET]


def test_what_is_no_avatar_is_told_at_its_field(hold: Hold, tmp_path: Path) -> None:
    """No file, no picture, the wrong format, not square: nothing is handed in, nothing is counted."""
    holder, text = hold(), tmp_path / "note.png"
    text.write_text("no picture")
    wrong = {
        "": "required",
        str(tmp_path / "nowhere.png"): "picture_missing",
        str(tmp_path): "picture_not_a_file",
        str(text): "picture_unknown",
        paint(tmp_path, 200, form="WEBP"): "picture_format",
        paint(tmp_path, 200, 100): "picture_not_square",
    }
    for path, key in wrong.items():
        assert problems(holder, "information.avatar", path=path) == [("path", key)]
    assert holder.account.all(Matter.AVATAR) == ()


def test_a_file_that_is_too_large_is_told_with_the_limit(hold: Hold, tmp_path: Path) -> None:
    """Two megabytes by the rule table, counted in bytes of the file."""
    path = tmp_path / "large.bmp"
    Image.new("RGB", (900, 900)).save(path)
    assert problems(hold(), "information.avatar", path=str(path)) == [("path", "picture_bytes")]


def test_advice_about_a_picture_is_kept_with_it(hold: Hold, tmp_path: Path) -> None:
    """A small white picture is taken all the same; the section says what could be better."""
    holder = hold()
    holder.do("information.avatar", path=paint(tmp_path, 100, colour="white"))
    kept = details(AvatarDetails, holder.matter(Matter.AVATAR))
    assert [each.key for each in kept.advice] == ["picture_small", "picture_white_ground"]
    assert "144" in " ".join(line.value for line in SECTION.shown(holder.account))


def test_avatars_are_counted_by_the_year(hold: Hold, tmp_path: Path) -> None:
    """The first is no change; in the next calendar year there is room again."""
    holder = hold()
    for colour in ("red", "green", "blue", "navy", "olive", "teal"):
        holder.do("information.avatar", path=paint(tmp_path, colour=colour))
    refusal = refused(holder, "information.avatar", path=paint(tmp_path))
    assert refusal == Refusal("changes_used", {"limit": 5}, "information.avatar_changes_per_year")
    assert avatar_thumbnail(holder.matter(Matter.AVATAR, 1)).width == 16
    holder.pass_time(A_YEAR)
    holder.do("information.avatar", path=paint(tmp_path))
    assert states(holder, Matter.AVATAR) == [Profile.REPLACED] * 6 + [Profile.SET]
    holder.folds()


# --- the introduction -------------------------------------------------------------------------------------------------


def test_an_introduction_is_taken_at_once(hold: Hold) -> None:
    """And replaced by the next."""
    holder = hold()
    holder.do("information.introduction", text=f" {TEXT} ")
    assert details(IntroductionDetails, holder.matter(Matter.INTRODUCTION)).text == TEXT
    assert problems(holder, "information.introduction", text=TEXT) == [("text", "said_already")]
    holder.do("information.introduction", text=TEXT + "和预约")
    assert states(holder, Matter.INTRODUCTION) == [Profile.REPLACED, Profile.SET]
    holder.folds()


@pytest.mark.parametrize(
    ("text", "key"),
    [("", "required"), ("练习甲", "text_length"), ("练" * 121, "text_length"), ("practice 练习", "introduction_han")],
)
def test_what_is_no_introduction_is_told_at_its_field(hold: Hold, text: str, key: str) -> None:
    """By length and by its Chinese characters."""
    assert problems(hold(), "information.introduction", text=text) == [("text", key)]


def test_introductions_are_counted_by_the_month(hold: Hold) -> None:
    """The first is no change; a refused one is none either; the next month there is room again."""
    holder = hold()
    holder.do("information.introduction", text=TEXT)
    decide(holder, Matter.INTRODUCTION, "information.introduction_refuse", reason="introduction_vague")
    holder.do("information.introduction", text=TEXT + "等等")
    for number in range(5):
        holder.do("information.introduction", text=f"{TEXT}{number}")
    refusal = refused(holder, "information.introduction", text=TEXT)
    assert refusal == Refusal("changes_used", {"limit": 5}, "information.introduction_changes_per_month")
    holder.pass_time(A_MONTH)
    holder.do("information.introduction", text=TEXT)
    assert states(holder, Matter.INTRODUCTION)[1] is Profile.REFUSED
    holder.folds()


def test_an_introduction_that_hides_the_payment_is_warned_of(hold: Hold) -> None:
    """Before it is handed in and after, once the payment is open."""
    holder = hold()
    holder.do("information.introduction", text=TEXT)
    paid = also(holder.account, Matter.PAY, Pay.SIGNED)
    for account, keys in ((holder.account, []), (paid, ["introduction_without_payment"])):
        context = form_context(account, "information.introduction", {"text": TEXT + "等"})
        assert [each.key for each in IntroductionAnswers.warnings(context)] == keys
        assert any(line.name == "Advice" for line in SECTION.shown(account)) == bool(keys)


# --- all of it --------------------------------------------------------------------------------------------------------


def test_the_information_is_complete_with_its_four_parts(hold: Hold, tmp_path: Path) -> None:
    """What is missing is named until nothing is; a release asks for this."""
    holder = hold()
    assert missing_information(holder.account) == (
        Matter.NAME,
        Matter.AVATAR,
        Matter.INTRODUCTION,
        Matter.CATEGORY,
    )
    holder.do("information.name", name=NAME)
    holder.do("information.avatar", path=paint(tmp_path))
    assert not SECTION.done(holder.account)
    holder.do("information.introduction", text=TEXT)
    assert SECTION.done(holder.account)
    assert missing_information(holder.account)
    holder.do("categories.add", code="N010201")
    assert not missing_information(holder.account)


def test_it_is_all_there_after_a_restart(hold: Hold, tmp_path: Path, open_desk: OpenDesk) -> None:
    """Another program on the same file sees the same."""
    holder = hold()
    holder.do("information.name", name="练习大学堂", spare_1=NAME, paper="《练习证明》")
    holder.do("information.avatar", path=paint(tmp_path))
    elsewhere = AccountDesk(open_desk("bea"))
    seen = elsewhere.view(holder.id).account
    assert seen.matters == holder.account.matters
    elsewhere.do(holder.id, "information.name_refuse", {"reason": "name_taken"})
    assert name_of(holder.matter(Matter.NAME)).name == NAME
    holder.folds()


def test_a_record_case_waits_for_what_the_platform_answers(hold: Hold, tmp_path: Path) -> None:
    """Nothing is answered at once there: the operator records it, with the day and a note."""
    holder = hold(kind=Kind.RECORD)
    holder.do("information.name", name=NAME, spare_1="练习甲店")
    holder.do("information.avatar", path=paint(tmp_path))
    holder.do("information.introduction", text=TEXT)
    for part in (Matter.NAME, Matter.AVATAR, Matter.INTRODUCTION):
        assert (holder.matter(part).state, holder.matter(part).due_at) == (Profile.IN_REVIEW, None)
    holder.do("information.name_refuse", reason="name_taken", said=Said("客服来电"))
    assert (holder.matter(Matter.NAME).state, name_of(holder.matter(Matter.NAME)).spare) == (Profile.IN_REVIEW, 1)
    for part in ("name", "avatar", "introduction"):
        holder.do(f"information.{part}_accept")
    assert SECTION.done(holder.account)
    recorded = next(entry for entry in holder.log(Matter.NAME) if entry.event is ProfileEvent.REFUSED)
    assert (recorded.source, recorded.note["note"]) == ("ann", "客服来电")
    holder.folds()


def test_no_value_is_told_in_the_log(hold: Hold, tmp_path: Path) -> None:
    """The log says that something happened; the values are sealed with their matter."""
    holder = hold()
    holder.do("information.name", name="练习大学堂", paper="《练习证明》")
    holder.do("information.introduction", text=TEXT)
    kept = name_of(holder.matter(Matter.NAME))
    assert (kept.name, kept.paper) == ("练习大学堂", "《练习证明》")
    assert holder.matter(Matter.INTRODUCTION).details["text"] == TEXT
    assert all(holder.log(matter) for matter in (Matter.NAME, Matter.INTRODUCTION))
    notes = str([entry.note for entry in holder.applicant.view.log])
    for value in ("练习大学堂", "《练习证明》", TEXT):
        assert value not in notes


def test_days_months_and_years_begin_in_china() -> None:
    """The platform counts by its own calendar, wherever the operator sits."""
    last, first = (datetime(2026, 12, 31, hour, tzinfo=UTC) for hour in (15, 16))
    new_year = datetime(2027, 1, 1, 12, tzinfo=UTC)
    for same in (same_day, same_month, same_year):
        assert (same(last, new_year), same(first, new_year)) == (False, True)
    assert not same_month(first, datetime(2028, 1, 1, 12, tzinfo=UTC))


def test_a_month_that_is_over_has_its_own_changes(hold: Hold, clock: FixedClock) -> None:
    """On record cases a day may be said: what was handed in since does not count in it, and what is said of it counts
    in no other."""
    holder = hold(kind=Kind.RECORD)
    limit = holder.account.edition.number("information.introduction_changes_per_month")
    clock.move(timedelta(days=12))
    for number in range(1 + limit):
        holder.do("information.introduction", text=f"{TEXT}{number}")
        holder.do("information.introduction_accept")
    assert refused(holder, "information.introduction", text=TEXT).key == "changes_used"
    november = holder.account.now - timedelta(days=8)
    assert not same_month(november, holder.account.now)
    holder.do("information.introduction", said=Said(on=november.astimezone().date()), text=TEXT)
    holder.do("information.introduction_accept")
    assert changes_used(holder.account, Matter.INTRODUCTION, same_month) == limit
    assert refused(holder, "information.introduction", text=f"{TEXT}等").key == "changes_used"


def test_a_picture_is_read_and_decoded_before_the_desk_is_locked(
    hold: Hold, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A large one takes its time, and others can write meanwhile."""
    holder, path = hold(), tmp_path / "avatar.png"
    Image.new("RGB", (144, 144), "green").save(path)
    other = hold(email="two@example.com")
    written = []

    def slow(of: Path) -> Picture:
        written.append(other.do("members.add", role="trial", name="练习乙", wechat_id="wx_tester"))
        return read_picture(of)

    monkeypatch.setattr(avatar, "read_picture", slow)
    holder.do("information.avatar", path=str(path))
    assert len(written) == 1
    assert holder.matter(Matter.AVATAR).state is Profile.SET
