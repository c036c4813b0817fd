"""How the console says what stands: a section's standing, a matter in one row, whom something waits for, a refusal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from mpwizard.account_desk import AccountView, SectionView
from mpwizard.console.action import Offer, Seat
from mpwizard.due import Band, band, due_words
from mpwizard.i18n import say as speak
from mpwizard.i18n import tr
from mpwizard.matters import LIFECYCLES
from mpwizard.problems import Refusal
from mpwizard.records import MatterRecord
from mpwizard.tell import Told, confidence_words, day, headline, tell, word
from mpwizard.texts import HelpText, label, refusal
from screens.console.section_list import Place, Standing
from screens.widgets.help_column import Paragraph, paragraphs

OVERVIEW = "overview"
REGISTRATION = "registration"

_DUE_STYLES = {
    Band.NONE: "$faint",
    Band.FAR: "$soft",
    Band.SOON: "$soon",
    Band.TODAY: "$soon",
    Band.LATE: "$wrong",
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that goes on without the applicant: the section, the matter, who has to act (nobody but the clock where
    `seat` is None)."""

    section: SectionView
    matter: MatterRecord
    seat: Seat | None

    @property
    def who(self) -> str:
        """Whom it waits for."""
        return label("seat", self.seat) if self.seat is not None else label("actor", "clock")


def waiting(view: AccountView) -> tuple[Waiting, ...]:
    """All that waits for others, the first due first."""
    found = [each for section in view.sections for each in waiting_in(section, view)]
    return tuple(sorted(found, key=lambda each: (each.matter.due_at is None, each.matter.due_at or each.matter.since)))


def waiting_in(section: SectionView, view: AccountView) -> tuple[Waiting, ...]:
    """What waits for others in one section."""
    seats = ((matter, _waits_for(section, matter)) for matter in matters(section, view))
    return tuple(Waiting(section, matter, seat) for matter, (waits, seat) in seats if waits)


def _waits_for(section: SectionView, matter: MatterRecord) -> tuple[bool, Seat | None]:
    if any((each.matter, each.state) == (matter.matter, matter.state) for each in section.section.pending):
        return True, Seat.PLATFORM
    actions = section.section.actions
    if any(each.by is Seat.WORLD and each.on is matter.matter and matter.state in each.states for each in actions):
        return True, Seat.WORLD
    return matter.due_at is not None, None


def standing(section: SectionView, view: AccountView) -> Standing:
    """How a section stands."""
    if section.locked:
        return Standing.LOCKED
    if section.section.done(view.account):
        return Standing.DONE
    return Standing.WAITING if waiting_in(section, view) else Standing.OPEN


def places(view: AccountView) -> list[Place]:
    """The overview and all sections, as the list at the left shows them."""
    sections = (Place(each.section.key, tr(each.section.title), standing(each, view)) for each in view.sections)
    return [Place(OVERVIEW, tr("Overview"), Standing.PAGE), *sections]


def matters(section: SectionView, view: AccountView) -> list[MatterRecord]:
    """A section's matters, those that can still go on first, the newest of each first."""
    found = [each for each in view.account.matters if each.matter in section.section.matters]
    return sorted(found, key=lambda each: (each.state in LIFECYCLES[each.matter].ended, -each.id))


def matter_name(section: SectionView, matter: MatterRecord) -> str:
    """A matter by its number and its own words: `No. 3 · …`."""
    words = section.section.words(matter)
    number = tr("No. {number}", number=matter.number)
    if len(section.section.matters) > 1:
        number = f"{headline(label('matter', matter.matter))} {number}"
    return f"{number} · {words}" if words else number


def state_words(matter: MatterRecord) -> str:
    """The state of a matter, in words."""
    return word(matter.state)


def when_words(matter: MatterRecord, now: datetime) -> tuple[str, str]:
    """Since when a matter stands so or until when it may, and the style of that."""
    if matter.due_at is None:
        return tr("since {day}", day=day(matter.since)), "$faint"
    return due_words(matter.due_at, now), due_style(matter.due_at, now)


def due_style(due_at: datetime | None, now: datetime) -> str:
    """The colour of a deadline."""
    return _DUE_STYLES[band(due_at, now)]


def target_words(view: AccountView, offer: Offer) -> str:
    """What an action is done to; empty where it is done to the account itself."""
    if offer.matter is None:
        return ""
    section = section_of(view, offer)
    return f"{matter_name(section, offer.matter)} · {state_words(offer.matter)}"


def section_of(view: AccountView, offer: Offer) -> SectionView:
    """The section an offer stands in."""
    return view.section(offer.action.key.partition(".")[0])


def lifted_in(no: Refusal) -> str:
    """The key of the section in which a refusal can be lifted; empty where there is none."""
    return refusal(no.key).section


def refusal_lines(view: AccountView, no: Refusal, *, whole: bool = True) -> tuple[tuple[str, str], ...]:
    """A refusal with its code, what would lift it and the rule behind it."""
    told = tell(no)
    lines = [(told.line, "$wrong")]
    if whole:
        lines += [(told.lifts, "$soft"), *((words, "$faint") for words in rule_words(view, told.rule))]
    return tuple(lines)


def told_whole(view: AccountView, told: Told) -> str:
    """What stands below a refusal's first line on a page: why, what lifts it, the rule."""
    return "\n  ".join([told.why, told.lifts, *rule_words(view, told.rule)])


def rule_words(view: AccountView, rule_id: str) -> list[str]:
    """A rule with its source and how sure it is."""
    rule = view.account.edition.rules.get(rule_id)
    if rule is None:
        return []
    sure = confidence_words(rule.confidence)
    return [tr("Rule: {rule} · {source} · {confidence}", rule=rule.id, source=rule.source, confidence=sure)]


def help_with_rules(view: AccountView, *entries: HelpText | None, rules: Iterable[str] = ()) -> list[Paragraph]:
    """Entries of the help, then the rules behind the place, each once: what they say, where they stand, how sure they
    are."""
    there = [entry for entry in entries if entry is not None]
    ids = dict.fromkeys([*(entry.rule for entry in there), *rules])
    pieces = paragraphs(*(replace(entry, rule="") for entry in there))
    for rule in (view.account.edition.rules.get(each) for each in ids):
        if rule is not None:
            pieces += [Paragraph("")] if pieces else []
            pieces.append(Paragraph(speak(rule.about)))
            pieces += [Paragraph(words, "$faint") for words in rule_words(view, rule.id)]
    return pieces
