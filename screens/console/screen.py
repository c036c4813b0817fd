"""The console of one case: its sections at the left, the page of one of them at the right, help beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from textual import on
from textual.containers import Container, Vertical
from textual.screen import Screen
from textual.widget import Widget

from mpwizard.account_desk import AccountView, SectionView
from mpwizard.console.action import Offer, Seat
from mpwizard.i18n import N_, tr
from mpwizard.i18n import say as speak
from mpwizard.problems import Refusal, Refused
from mpwizard.tell import tell
from mpwizard.texts import HelpText
from screens import keys, say
from screens.beside import newest, once
from screens.console.console import Console
from screens.console.entries import Entries, Group
from screens.console.extras import SectionExtra, extra_of
from screens.console.overview import gate_of, leads_to, overview
from screens.console.page import PagedScreen, SectionPage
from screens.console.pane import ALL, BESIDE, facts, refusal_at, section_groups, why_not
from screens.console.section_list import SectionList
from screens.console.words import (
    OVERVIEW,
    REGISTRATION,
    help_with_rules,
    lifted_in,
    places,
    standing,
    told_whole,
    waiting_in,
)
from screens.palette import Command
from screens.widgets.bars import Heading
from screens.widgets.facts import Fact, Facts
from screens.widgets.help_column import HelpColumn, Paragraph, help_for
from screens.widgets.notice import Notice
from screens.wizard.saving import Saved

MINUTE = 60.0

Make = Callable[[AccountView], Screen[Any]]
Then = Callable[[Any], None] | None


class ConsoleScreen(PagedScreen):
    """One case after registration."""

    AUTO_FOCUS = ""
    HELP_KEY = "console"
    BINDINGS = [
        keys.CONSOLE_BACK,
        keys.WORLD,
        keys.CONSOLE_RECORD,
        keys.TIMELINE,
        keys.REFRESH,
        keys.NEXT_PANE,
        keys.PREVIOUS_PANE,
    ]

    DEFAULT_CSS = """
    ConsoleScreen {
        & > .body { layout: horizontal; height: 1fr; width: 100%; }
        & .column { width: 1fr; max-width: 76; height: 1fr; padding: 1 1 0 1; }
        & SectionPage { height: 1fr; }
        & .head { margin-bottom: 1; }
        & Notice { margin-bottom: 1; }
        &.-narrow > .body { layout: vertical; }
        &.-narrow SectionList { height: 1; padding: 0 1; }
        &.-narrow .column { width: 100%; }
    }
    """

    def __init__(self, console: Console) -> None:
        super().__init__()
        self.console = console
        self._extras: dict[str, SectionExtra] = {}
        self._every_matter = False
        self._acting = False
        self._landed = False
        self._shown = ""

    # --- shape -------------------------------------------------------------------------------------------------------

    def compose_content(self) -> Iterable[Widget]:
        """Sections, page, help."""
        made = ((view.section.key, extra_of(view.section.key)) for view in self.view.sections)
        self._extras = {key: extra for key, extra in made if extra is not None}
        with Container(classes="body"):
            yield SectionList()
            with Vertical(classes="column"):
                yield Facts(classes_="head")
                yield Notice()
                with SectionPage():
                    yield Facts(classes_="shown")
                    yield from self._extras.values()
                    yield Entries()
            yield HelpColumn()

    def heading(self) -> Heading:
        """The case at the left, its kind and its time at the right; nothing here is unsaved."""
        record = self.view.case.record
        return Heading(
            place=record.reference,
            title=record.subject or tr("Console"),
            kind=record.kind,
            time=say.clock(self.view.account.now),
            state=tr(Saved.YES.value[0]),
            state_style=Saved.YES.value[1],
        )

    def report_name(self) -> str:
        """The section and the case's reference; neither is anybody's data."""
        return f"{self.console.section} of {self.view.case.record.reference}"

    def commands(self) -> Iterable[Command]:
        """The palette's commands here: what keys do, and every section by its name."""
        yield from super().commands()
        told = N_("This section of the console")
        yield Command(N_("Overview"), told, partial(self.go, OVERVIEW))
        for view in self.view.sections:
            yield Command(view.section.title, told, partial(self.go, view.section.key))
        yield Command(N_("Registration"), N_("Every step of the wizard, to be read"), self._to_registration)

    # --- what stands -------------------------------------------------------------------------------------------------

    @property
    def view(self) -> AccountView:
        """The account as last seen."""
        return self.console.view

    @property
    def section(self) -> SectionView | None:
        """The section that is shown; none on the overview."""
        here = self.console.section
        return next((view for view in self.view.sections if view.section.key == here), None)

    def on_mount(self) -> None:
        """The clock goes by the minute, and what falls due by it."""
        self.set_interval(MINUTE, self.reload)

    def on_screen_resume(self) -> None:
        """Look again: much may have happened on the page of an action, in the drawer, in the wizard."""
        self.show()
        self.reload()

    def reload(self) -> None:
        """Look again in a thread; the selection stays."""
        newest(self, self._reload, "look")

    async def _reload(self) -> None:
        await self.console.look()
        self.show()

    async def rebuild(self) -> None:
        """In another language: the same section, the same entry."""
        pointed = self.query_one(Entries).pointed
        await self.recompose()
        self._landed = False
        self.show()
        self.query_one(Entries).point(pointed)
        self.refresh_bindings()

    def show(self) -> None:
        """Show everything as the account stands now; tell what came of the last action, once."""
        if not self.query(SectionList):
            return
        self.query_one(SectionList).show(places(self.view), self.console.section)
        self.show_heading()
        self._show_page()
        news, self.console.news = self.console.news, None
        if news is not None:
            notice = self.query_one(Notice)
            news.show_on(notice)
            self.enter()
        elif not self._landed:
            self.enter()
        self.refresh_bindings()

    def _show_page(self) -> None:
        section, entries = self.section, self.query_one(Entries)
        self._show_head()
        for key, extra in self._extras.items():
            extra.display = key == self.console.section
            if extra.display:
                extra.show(self.view)
        told = any(extra.display and extra.tells_all for extra in self._extras.values())
        shown = facts(section.section.shown(self.view.account)) if section is not None and not told else []
        self.query_one(".shown", Facts).show(shown)
        entries.show(self._groups())
        if self._shown != self.console.section:
            self._shown = self.console.section
            self.query_one(SectionPage).scroll_home(animate=False)
        if not self._acting and (self.focused is None or (self.focused is entries and not entries.can_focus)):
            self.set_focus(entries if entries.can_focus else self.query_one(SectionList), scroll_visible=False)
        self._show_help()

    def _groups(self) -> list[Group]:
        roomy = not self.has_class("-low")
        if self.section is None:
            return overview(self.view, roomy=roomy)
        return section_groups(self.section, self.view, every_matter=self._every_matter, rules=roomy)

    def _title(self) -> str:
        return tr(self.section.section.title) if self.section is not None else tr("Overview")

    def _show_head(self) -> None:
        """Where the list has no room for words, the title says how the section stands."""
        entry, title, wide = self._help_entry, self._title(), self.has_class("-wide")
        if self.section is not None and not wide:
            title = f"{title} · {standing(self.section, self.view).word}"
        # F1 has it where rows are few, the help column where that is.
        lead = [] if entry is None or wide or self.has_class("-low") else [Fact("", speak(entry.lead), "$soft")]
        self.query_one(".head", Facts).show(lead, title=title)

    def on_resize(self) -> None:
        """Another size has room for another head, and for other lines."""
        if self.query(SectionList):
            self._show_head()
            self.query_one(Entries).show(self._groups())

    # --- going -------------------------------------------------------------------------------------------------------

    def go(self, key: str) -> None:
        """Show a section and go into its page."""
        self._point(key)
        self.enter()

    def enter(self) -> None:
        """Put the focus on what comes first on the page; on the sections where there is nothing to open."""
        entries, section, self._landed = self.query_one(Entries), self.section, True
        # While others have to act here, nothing on the page is what comes next.
        by_others = section is not None and any(each.seat is not None for each in waiting_in(section, self.view))
        if entries.can_focus and not by_others:
            entries.point("")
            self.set_focus(entries, scroll_visible=False)
        else:
            self.set_focus(self.query_one(SectionList))
            self.query_one(SectionPage).scroll_home(animate=False)

    @on(SectionList.Opened)
    def go_in(self) -> None:
        """Into the page, wherever there is something to open."""
        entries = self.query_one(Entries)
        if entries.can_focus:
            self.set_focus(entries, scroll_visible=False)

    def on_section_list_pointed(self, event: SectionList.Pointed) -> None:
        """Another section is shown as the cursor comes to it."""
        self._point(event.key)

    def _point(self, key: str) -> None:
        if key != self.console.section:
            self.console.section, self._every_matter = key, False
            self.query_one(Notice).clear()
            self.query_one(SectionList).show(places(self.view), key)
            self._show_page()

    @on(Entries.Pointed)
    def _show_help(self) -> None:
        """The help speaks of the rule behind what the cursor stands on."""
        self.query_one(HelpColumn).show(self._title(), self.help_pieces())

    def on_entries_opened(self, event: Entries.Opened) -> None:
        """Enter: to a section, to the registration, or into an action."""
        if event.key == ALL:
            self._every_matter = True
            self._show_page()
        elif self.section is None:
            way = leads_to(event.key)
            self._to_registration() if way == REGISTRATION else self.go(way)
        elif (no := why_not(self.section, event.key)) is not None:
            self._to_what_lifts(no)
        else:
            self._open(event.key)

    def _open(self, key: str) -> None:
        allowed = [offer for offer in self._offers if offer.action.key == key and offer.allowed]
        if len(allowed) > 1:
            from screens.console.picking import WhichMatter

            self.app.push_screen(WhichMatter(self.view, allowed), self._begin)
        elif allowed:
            self._begin(allowed[0])
        elif key == BESIDE:
            self.action_world()

    def _to_what_lifts(self, no: Refusal) -> None:
        way = lifted_in(no)
        if way == REGISTRATION:
            self._to_registration()
        elif way and way != self.console.section:
            self.go(way)
        else:
            told = tell(no)
            self.query_one(Notice).refuse(told.line, told_whole(self.view, told))

    @property
    def _offers(self) -> list[Offer]:
        offers = self.section.offers if self.section is not None else ()
        return [offer for offer in offers if offer.action.by is Seat.APPLICANT]

    def _begin(self, offer: Offer | None) -> None:
        if offer is not None and not self._acting:
            self._acting = True
            self.console.typed_ahead = []
            self.set_focus(None)
            self.app.run_worker(self._act(offer), name="act", group="act", exit_on_error=False)

    async def _act(self, offer: Offer) -> None:
        try:
            await self.console.begin(offer)
        finally:
            self._acting = False
        if self.is_current:
            self.show()

    def hold(self, key: str) -> bool:
        """Text that comes while an action opens is meant for its form, and must not act as keys here."""
        if self._acting:
            self.console.typed_ahead.append(key)
        return self._acting

    def _to_registration(self) -> None:
        from screens.wizard.wizard import Wizard

        once(self, Wizard(self.app, self.console.case_id).open, "open")

    # --- keys --------------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The world is there on practice cases, the record of answers on record cases."""
        if action == "world":
            return self.console.practice
        if action == "record":
            return not self.console.practice
        return super().check_action(action, parameters)

    def action_refresh(self) -> None:
        """Look again; the selection stays."""
        self.reload()

    def action_timeline(self) -> None:
        """What happened so far."""
        from screens.wizard.timeline import Timeline

        self._open_over(lambda view: Timeline(view.case))

    def action_world(self) -> None:
        """What others can do on this case, and its clock."""
        from screens.console.drawer import ConsoleDrawer

        self._open_over(lambda _view: ConsoleDrawer(self.console), self._begin)

    def action_record(self) -> None:
        """What the real platform, or anybody else, can have answered."""
        self.action_world()

    def action_next_pane(self) -> None:
        """From the sections to the page, and back."""
        sections = self.query_one(SectionList)
        self.go_in() if sections.has_focus else self.set_focus(sections)

    def action_previous_pane(self) -> None:
        """There are two panes: the one before is the next one."""
        self.action_next_pane()

    def _open_over(self, make: Make, then: Then = None) -> None:
        once(self, partial(self._opened_over, make, then), "open")

    async def _opened_over(self, make: Make, then: Then = None) -> None:
        try:
            view = await self.console.look()
        except Refused as refused:
            self.console.refused(refused)
            self.show()
        else:
            if self.is_current:
                self.query_one(Notice).clear()
                self.app.push_screen(make(view), then)

    # --- help --------------------------------------------------------------------------------------------------------

    @property
    def _help_entry(self) -> HelpText | None:
        return help_for((self.section.section.help_key if self.section is not None else self.HELP_KEY,))

    def help_pieces(self) -> list[Paragraph]:
        """What the section is about, and the rules behind it."""
        pointed = self.query_one(Entries).pointed
        no = gate_of(self.view, pointed) if self.section is None else refusal_at(self.section, pointed)
        return help_with_rules(self.view, self._help_entry, of=self.section, no=no)
