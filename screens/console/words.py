"""How the console says what stands: a section's standing, a matter in one row, whom something waits for, a refusal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from mpwizard.account_desk import AccountView, SectionView
from mpwizard.console.action import Offer, Seat
from mpwizard.console.sections import SECTION_OF
from mpwizard.console.version_details import kept as version_details
from mpwizard.console.waiting import BY_CLOCK, Wait, Whom
from mpwizard.console.waiting import waiting as awaited
from mpwizard.due import Band, band, due_words
from mpwizard.i18n import say as speak
from mpwizard.i18n import tr
from mpwizard.matter_lifecycles import LIFECYCLES
from mpwizard.matters import Version
from mpwizard.problems import Refusal
from mpwizard.records import MatterRecord
from mpwizard.rejections import reason
from mpwizard.tell import Told, coded, confidence_words, day, figure_words, headline, source_words, tell, word
from mpwizard.texts import HelpText, label, refusal
from screens.console.section_list import Place, Standing
from screens.widgets.help_column import Paragraph, paragraphs

OVERVIEW = "overview"
REGISTRATION = "registration"

# In which seat those sit who are waited for besides the applicant; where nobody is, it is the clock.
_SEATS: dict[Whom | None, Seat] = {Whom.PLATFORM: Seat.PLATFORM, Whom.OTHER: Seat.WORLD}

_DUE_STYLES = {
    Band.NONE: "$faint",
    Band.FAR: "$soon",
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
    waits = {each.matter.id: each.whom for each in awaited(view.account) if each.matter is not None}
    found = ((matter, waits.get(matter.id)) for matter in matters(section, view))
    return tuple(
        Waiting(section, matter, _SEATS.get(whom))
        for matter, whom in found
        if whom in _SEATS or (whom is None and (matter.matter, matter.state) in BY_CLOCK)
    )


def for_applicant(section: SectionView, view: AccountView) -> tuple[Wait, ...]:
    """What waits for the applicant in one section, the first due first."""
    kinds = section.section.matters
    waits = (each for each in awaited(view.account) if each.whom is Whom.APPLICANT and each.kind in kinds)
    return tuple(sorted(waits, key=lambda each: (each.due_at is None, each.due_at or each.since)))


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


def matter_name(view: AccountView, section: SectionView, matter: MatterRecord) -> str:
    """A matter by its kind, its number and its own words, as far as they tell it from others: `No. 3 · …`."""
    words = section.section.words(matter)
    number = "" if is_alone(view, matter) else tr("No. {number}", number=matter.number)
    kind = headline(label("matter", matter.matter)) if len(section.section.matters) > 1 or not (number or words) else ""
    name = " ".join(filter(None, (kind, number)))
    return " · ".join(filter(None, (name, words)))


def is_alone(view: AccountView, matter: MatterRecord) -> bool:
    """Whether an account has no other matter of this kind."""
    return sum(each.matter is matter.matter for each in view.account.matters) == 1


def state_words(matter: MatterRecord) -> str:
    """The state of a matter, in words."""
    return word(matter.state)


def why_words(matter: MatterRecord) -> list[str]:
    """Why a version was sent back, a reason each; of other matters the lines above them tell."""
    if matter.state is not Version.REJECTED:
        return []
    last = version_details(matter).rounds[-1]
    told = [coded(speak(each.title), each.code) for each in map(reason, last.reasons)]
    return [*told, last.remark] if last.remark else told


def since_words(matter: MatterRecord) -> str:
    """How a matter stands, and since when."""
    return " · ".join((state_words(matter), tr("since {day}", day=day(matter.since))))


def deadline(matter: MatterRecord, now: datetime) -> tuple[str, str]:
    """Until when a matter may stand so, and the style of that; empty where that is not limited."""
    return (due_words(matter.due_at, now), due_style(matter.due_at, now)) if matter.due_at else ("", "$faint")


def due_style(due_at: datetime | None, now: datetime) -> str:
    """The colour of a deadline."""
    return _DUE_STYLES[band(due_at, now)]


def target_words(view: AccountView, offer: Offer) -> str:
    """What an action is done to; empty where it is done to the account itself."""
    if offer.matter is None:
        return ""
    section = section_of(view, offer)
    return f"{matter_name(view, section, offer.matter)} · {state_words(offer.matter)}"


def beside(section: SectionView, *seats: Seat) -> list[str]:
    """What others can do in a section now, each title once."""
    offers = (offer for offer in section.offers if offer.allowed and offer.action.by in seats)
    return list(dict.fromkeys(tr(offer.action.title) for offer in offers))


def section_of(view: AccountView, offer: Offer) -> SectionView:
    """The section an offer stands in."""
    return view.section(SECTION_OF[offer.action.key].key)


def lifted_in(no: Refusal) -> str:
    """The key of the section in which a refusal can be lifted; empty where there is none."""
    return refusal(no.key).section


def way_there(view: AccountView, key: str) -> str:
    """The row that leads to a section, or to the registration."""
    if key == REGISTRATION:
        return f"→ {tr('To the registration')}"
    return f"→ {tr('To section {section}', section=tr(view.section(key).section.title))}"


def told_whole(view: AccountView, told: Told) -> str:
    """What stands below a refusal's first line on a page: why, what lifts it, the rule."""
    return "\n  ".join([told.why, told.lifts, *rule_words(view, told.rule)])


def rule_words(view: AccountView, rule_id: str) -> list[str]:
    """A rule with its source and how sure it is."""
    rule = view.account.edition.rules.get(rule_id)
    if rule is None:
        return []
    told = (tr("Rule: {rule}", rule=rule.id), source_words(rule.source), confidence_words(rule.confidence))
    return [" · ".join(filter(None, told))]


def help_with_rules(
    view: AccountView, *entries: HelpText | None, of: SectionView | None = None, no: Refusal | None = None
) -> list[Paragraph]:
    """Entries of the help, then the rules behind the place, each once: those of its section for this account, and of
    what is refused there; what they say, where they stand, how sure they are."""
    there = [entry for entry in entries if entry is not None]
    ids = dict.fromkeys(entry.rule for entry in there)
    ids |= dict.fromkeys(of.section.rules(view.account) if of is not None else ())
    ids |= dict.fromkeys([tell(no).rule] if no is not None else ())
    pieces = paragraphs(*(replace(entry, rule="") for entry in there))
    for rule in (view.account.edition.rules.get(each) for each in ids):
        if rule is not None:
            pieces += [Paragraph("")] if pieces else []
            figure = figure_words(rule.value, rule.unit)
            pieces.append(Paragraph(" · ".join(filter(None, (figure, speak(rule.about))))))
            pieces += [Paragraph(words, "$faint") for words in rule_words(view, rule.id)]
    return pieces
