"""The filter line: both languages, every sign, whatever is typed; and back again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mpwizard.filter_completion import complete
from mpwizard.filter_fields import NAMED, Clause, Field, Filter, field_words, words_of
from mpwizard.filter_line import LONGEST, LineProblem, parse, render
from mpwizard.filter_times import Span, changed_span, due_span
from mpwizard.i18n import Language, Translator, use
from mpwizard.problems import Refusal
from mpwizard.tell import tell

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)

# What lines are made of, so that most of what is tried is nearly a filter.
PIECES = st.sampled_from(
    [
        *'"“”＂:：,，、-－ 　<>()',
        *NAMED,
        "状态",
        "阶段",
        "类型",
        "draft",
        "企业",
        "审核",
        "me",
        "无",
        "late",
        "3d",
        "1周",
        "2026-11-22",
        "今天",
    ]
)
lines = st.lists(PIECES | st.text(max_size=3), max_size=14).map("".join)


def one(line: str) -> Clause:
    """The clause of a line that has one."""
    reading = parse(line)
    assert reading.problems == ()
    (clause,) = reading.filter.clauses
    return clause


@given(lines)
@example('tag:"')
@example("-" * LONGEST)
@example("\ud800:\x00")
@example("owner:e\u200b\u0301")
@example(f"tag:{'x' * 99} {'y' * 9}")
def test_whatever_is_typed_is_read_and_can_be_written_again(line: str) -> None:
    """It is parsed at every key. What was understood says the same when it is written down and read again."""
    reading = parse(line)
    again = parse(render(reading.filter))
    if len(render(reading.filter)) <= LONGEST:
        assert again.filter == reading.filter
        assert again.problems == ()
    for problem in reading.problems:
        assert 0 <= problem.start < problem.end <= max(len(line), 1)
        assert tell(problem.refusal).code


@pytest.mark.parametrize(
    ("line", "clause"),
    [
        ("深圳", Clause(Field.TEXT, ("深圳",))),
        ("-深圳", Clause(Field.TEXT, ("深圳",), negated=True)),
        ('"深圳 测试"', Clause(Field.TEXT, ("深圳 测试",))),
        ("“深圳 测试”", Clause(Field.TEXT, ("深圳 测试",))),
        ('"a ""b"" c"', Clause(Field.TEXT, ('a "b" c',))),
        ("a-b,c", Clause(Field.TEXT, ("a-b,c",))),
        ('"status:x"', Clause(Field.TEXT, ("status:x",))),
        (":x", Clause(Field.TEXT, (":x",))),
        ("status:awaiting_transfer", Clause(Field.STATUS, ("awaiting_transfer",))),
        ("STATUS:Awaiting-Transfer", Clause(Field.STATUS, ("awaiting_transfer",))),
        ('status:"awaiting transfer"', Clause(Field.STATUS, ("awaiting_transfer",))),
        ("状态：等待打款", Clause(Field.STATUS, ("awaiting_transfer",))),
        ("阶段:审核，已上线", Clause(Field.STAGE, ("review", "live"))),
        ("type:企业,个人", Clause(Field.TYPE, ("enterprise", "individual"))),
        ("type:个体工商户", Clause(Field.TYPE, ("sole_trader",))),
        ("类型:企业（个体工商户）", Clause(Field.TYPE, ("sole_trader",))),
        ('type:"Sole trader"', Clause(Field.TYPE, ("sole_trader",))),
        ("－标签：等资料、急", Clause(Field.TAG, ("等资料", "急"), negated=True)),
        ("owner:我,Bob", Clause(Field.OWNER, ("me", "Bob"))),
        ("负责人:无", Clause(Field.OWNER, ("none",))),
        ("等待:平台", Clause(Field.WAITS, ("platform",))),
        ("种类:练习", Clause(Field.KIND, ("practice",))),
        ("has:问题,notes", Clause(Field.HAS, ("problem", "notes"))),
        ("due:<3d", Clause(Field.DUE, ("<3d",))),
        ("到期：＜03天", Clause(Field.DUE, ("<3d",))),
        ("到期:>1周,逾期", Clause(Field.DUE, (">1w", "late"))),
        ("due:今天", Clause(Field.DUE, ("today",))),
        ("due:无", Clause(Field.DUE, ("none",))),
        ("due:2026-1-5", Clause(Field.DUE, ("2026-01-05",))),
        ("due:>2026-12-31", Clause(Field.DUE, (">2026-12-31",))),
        ("变更:<24小时", Clause(Field.CHANGED, ("<24h",))),
        ("status:draft,draft", Clause(Field.STATUS, ("draft",))),
    ],
)
def test_a_term_means_the_same_in_both_languages(line: str, clause: Clause) -> None:
    """Words of the interface, names of the fields, full-width signs: what an operator types is what is meant."""
    assert one(line) == clause


def test_terms_all_have_to_hold() -> None:
    """One after the other, in their order."""
    assert parse("深圳　status:draft  -tag:vip").filter == Filter(
        (Clause(Field.TEXT, ("深圳",)), Clause(Field.STATUS, ("draft",)), Clause(Field.TAG, ("vip",), negated=True))
    )


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("深圳 foo:x", (3, 6, "filter_field")),
        ("status:draftt,failed", (7, 13, "filter_value")),
        ("status:", (0, 7, "filter_value_missing")),
        ("status:draft,", (0, 13, "filter_value_missing")),
        ('-tag:""', (0, 7, "filter_value_missing")),
        ("due:3d", (4, 6, "filter_time")),
        ("due:<3x", (4, 7, "filter_time")),
        ("due:<99999d", (4, 11, "filter_time")),
        ("due:2026-02-30", (4, 14, "filter_time")),
        ("changed:late", (8, 12, "filter_time")),
        ('a "b c', (2, 6, "filter_quote_open")),
        ("a - b", (2, 3, "filter_nothing")),
        ('""', (0, 2, "filter_nothing")),
        ("x" * (LONGEST + 1), (LONGEST, LONGEST + 1, "filter_too_long")),
    ],
)
def test_a_problem_has_its_place_in_the_line(line: str, problem: tuple[int, int, str]) -> None:
    """The screen marks it there, and `mpwizard list` points at it."""
    (found,) = parse(line).problems
    assert (found.start, found.end, found.key) == problem


def test_what_is_right_counts_although_something_else_is_not() -> None:
    """While somebody types the third term, the first two stay what they are."""
    reading = parse("深圳 status:dra type:企业")
    assert [clause.field for clause in reading.filter.clauses] == [Field.TEXT, Field.TYPE]
    assert len(reading.problems) == 1


def test_a_problem_is_told_in_the_words_of_the_line() -> None:
    """The field by its name in the language of whoever reads it."""
    (problem,) = parse("状态:x").problems
    use(Translator(Language.ZH))
    assert tell(problem.refusal).message == "“状态”没有“x”这个取值。"


def test_every_word_of_every_field_is_understood() -> None:
    """No name that stands on the screen is refused in the line; and no two of a field's values share one."""
    for name in field_words():
        field = Field(name.key)
        assert all(one(f"{called}:{_some(field)}").field is field for called in (name.key, name.zh, name.en))
        for word in words_of(field):
            assert {one(f'{field}:"{called}"').values for called in (word.key, word.zh, word.en)} == {(word.key,)}


def _some(field: Field) -> str:
    words = words_of(field)
    return words[0].key if words else "x"


# --- times -----------------------------------------------------------------------------------------------------------


def test_due_within_three_days_takes_in_what_is_late() -> None:
    """Whoever asks what is due soon has not forgotten what was due yesterday."""
    assert due_span("<3d", NOW) == Span(None, NOW + timedelta(days=3))
    assert due_span(">1w", NOW) == Span(NOW + timedelta(weeks=1), None)
    assert due_span("late", NOW) == Span(None, NOW)
    assert due_span("none", NOW) is None


def test_changed_less_than_two_days_ago_is_since_then() -> None:
    """The sign compares how long ago it is, as the words say."""
    assert changed_span("<2d", NOW) == Span(NOW - timedelta(days=2), None)
    assert changed_span(">1w", NOW) == Span(None, NOW - timedelta(weeks=1))


def test_days_are_those_of_the_local_calendar(monkeypatch: pytest.MonkeyPatch) -> None:
    """At eight in the morning in China it was midnight in UTC."""
    import time

    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Asia/Shanghai")
        time.tzset()
        begins = datetime(2026, 11, 21, 16, tzinfo=UTC)
        ends = begins + timedelta(days=1)
        assert due_span("today", NOW) == due_span("2026-11-22", NOW) == Span(begins, ends)
        assert due_span("<2026-11-22", NOW) == Span(None, begins)
        assert changed_span(">2026-11-22", NOW) == Span(ends, None)
    time.tzset()


# --- completion ------------------------------------------------------------------------------------------------------


def offered(line: str, cursor: int | None = None) -> list[str]:
    """What Tab makes of a line."""
    place = len(line) if cursor is None else cursor
    return [each.applied(line)[0] for each in complete(line, place, ["vip", "waits for papers"], ["ann", "安"])]


def test_tab_completes_names_and_values() -> None:
    """In the language of the session, unless only the other one begins like that."""
    assert offered("sta") == ["status:", "stage:"]
    assert offered("深圳 -状") == ["深圳 -状态:"]
    assert offered("type:ent") == ["type:enterprise"]
    assert offered("type:个") == ["type:个人"]
    assert offered("status:draft,fa") == ["status:draft,failed"]
    assert offered("tag:w") == ['tag:"waits for papers"']
    assert offered("owner:a") == ["owner:ann"]
    assert offered("due:l") == ["due:late"]
    assert "due:<3d" in offered("due:")
    use(Translator(Language.ZH))
    assert offered("类型:") == [f"类型:{word.zh}" for word in words_of(Field.TYPE)]
    assert offered("stage:rev") == ["stage:review"]


def test_tab_offers_every_field_where_nothing_is_typed() -> None:
    """The line explains itself."""
    assert offered("深圳 ") == [f"深圳 {field}:" for field in NAMED]


def test_tab_knows_when_there_is_nothing_to_offer() -> None:
    """Free text, an unknown field, a quote that is closed."""
    assert offered("深圳") == []
    assert offered("foo:x") == []
    assert offered('tag:"vip"') == []


def test_tab_looks_at_what_stands_before_the_cursor() -> None:
    """What follows stays."""
    assert offered("type:ent 深圳", 8) == ["type:enterprise 深圳"]


@given(lines, st.integers(-2, 60))
def test_what_tab_makes_of_a_line_is_no_worse_than_before(line: str, cursor: int) -> None:
    """It never fails, and never breaks what stood there."""
    before = parse(line[: max(0, min(cursor, len(line)))])
    for candidate in complete(line, cursor):
        text, place = candidate.applied(line)
        worse = [problem for problem in parse(text[:place]).problems if problem.key != "filter_value_missing"]
        assert len(worse) <= len(before.problems)


def test_a_problem_without_its_place_is_a_refusal() -> None:
    """What tells refusals tells it."""
    assert LineProblem(0, 1, "filter_nothing").refusal == Refusal("filter_nothing", {})
