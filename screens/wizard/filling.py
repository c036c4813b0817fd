"""A screen with one form, whatever it belongs to: answers that save themselves, pastes, copies, help for the focused
field.

What is typed here is safe within half a second, right or wrong. Whose form it is and where one goes from here is for
others to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from time import monotonic

from textual.timer import Timer
from textual.widget import Widget

from mpwizard.i18n import tr
from mpwizard.problems import Conflict, Problem, Refusal, Refused
from mpwizard.wizard.form import same_answers
from screens import keys
from screens.base import MpScreen
from screens.beside import newest
from screens.widgets.choice import Choice, Item
from screens.widgets.copy import CopyMenu
from screens.widgets.field import PASTE_CAP, Line, TextField
from screens.widgets.help_column import HelpColumn, Paragraph, help_for, paragraphs
from screens.widgets.notice import Notice
from screens.widgets.part import Part
from screens.widgets.scrolling import Scrolled, turn
from screens.wizard.conflict import ConflictScreen, Difference, Pick
from screens.wizard.form import Form
from screens.wizard.paste import Distribute, Keep, PasteScreen, joined, place_lines
from screens.wizard.saving import Draft, Saved
from screens.wizard.words import in_words

SAVE_AFTER = 0.3
# Keys that come faster than this are one run of typing; a save begins between two of them, not under one.
RUN = 0.1


class Page(Scrolled):
    """The scrolling part of a form's screen: the form and what is added to it."""

    def on_resize(self) -> None:
        """What has the focus stays in view, however little room is left: nobody types where they cannot look."""
        focused = self.screen.focused
        if focused is not None and self in focused.ancestors:
            self.bring(focused)

    def bring(self, widget: Widget) -> None:
        """Scroll to a widget, with the part of the form it belongs to, unless it can be seen."""
        whole = next((node for node in widget.ancestors_with_self if isinstance(node, Part)), widget)
        if not self.region.contains_region(whole.region):
            self.bring_laid_out(whole)

    def bring_laid_out(self, whole: Widget) -> None:
        """The same, asked when all is laid out: what is said below a part makes it higher, a notice the page lower."""
        self.call_after_refresh(self._see, whole)

    def _see(self, whole: Widget) -> None:
        if whole.is_attached and not self.region.contains_region(whole.region):
            whole.scroll_visible(animate=False, immediate=True)


class FillingScreen(MpScreen):
    """A form to fill in. A subclass composes it (`Form`, `Notice`, `Page`, `HelpColumn`), says where the way on leads,
    and hands in the draft that keeps it."""

    BINDINGS = [
        keys.PREVIOUS_STEP,
        keys.NEXT_STEP,
        keys.REVEAL,
        keys.COPY,
        keys.COPY_LETTER,
        keys.PAGE_UP,
        keys.PAGE_DOWN,
    ]

    def __init__(self) -> None:
        super().__init__()
        self._save_soon: Timer | None = None
        self._save_due = False
        self._telling: Timer | None = None
        self._changed_at = 0.0
        self._going = False
        self._saved = Saved.YES
        self._draft = self.stored_draft()

    # --- hooks -------------------------------------------------------------------------------------------------------

    def stored_draft(self) -> Draft:
        """What the desk holds of this form, and how it is written."""
        raise NotImplementedError

    def page_title(self) -> str:
        """What the whole form is called, as declared."""
        return ""

    def help_of_page(self, part: Part | None = None) -> list[Paragraph]:
        """What the help says of the whole form, behind what it says of the focused part."""
        raise NotImplementedError

    def field_help_keys(self, part: Part) -> tuple[str, ...]:
        """Where the help of a part stands."""
        return (part.key,)

    @property
    def read_only(self) -> bool:
        """Whether the answers can no longer be written."""
        return False

    def action_next_step(self) -> None:
        """The way on, also from the last field."""

    def _land(self) -> None:
        """Put the focus where the work is."""

    def extra_help(self) -> list[Paragraph]:
        """What the help says besides."""
        return []

    def after_answers_changed(self, values: Mapping[str, object]) -> None:
        """An answer changed; the form has settled already."""

    async def kept(self) -> None:
        """What was typed is safe now."""

    # --- drafts ------------------------------------------------------------------------------------------------------

    @property
    def form(self) -> Form:
        """The form."""
        return self.query_one(Form)

    def values(self) -> dict[str, object]:
        """What stands in the form now."""
        return self.form.values()

    async def keep(self, *, in_passing: bool = False) -> bool:
        """Save what is not saved yet, right or wrong. False where two versions stand against each other and the user
        is being asked: `in_passing` not before a pause in the typing."""
        if self._save_soon is not None:
            self._save_soon.stop()
            self._save_soon, self._save_due = None, False
        if self.read_only or not self.query(Form):
            return True
        try:
            await self._draft.save(self.form.kept_values())
        except Conflict as conflict:
            self._say_saved(Saved.NO)
            if in_passing and self._is_typing:
                self._keep_soon()
            else:
                self._show_conflict(conflict)
            return False
        except Refused as refused:
            self._say_saved(Saved.NO)
            self._show_refusal(refused.refusal)
            return True
        except Exception:
            self._say_saved(Saved.NO)
            raise
        if in_passing and self._is_typing:
            self._say_soon()
        else:
            self._say_what_is_safe()
        await self.kept()
        return True

    @property
    def unsaved(self) -> bool:
        """Whether something stands here that the desk does not hold."""
        return not self.read_only and bool(self.query(Form)) and not self._draft.holds(self.form.kept_values())

    async def keep_or_tell(self) -> bool:
        """The same before going elsewhere: a save that fails is told and does not hold anybody back. What was typed
        stays in this screen as long as it is kept."""
        try:
            return await self.keep()
        except Exception as error:
            self.app.complain(error)
            return True

    def _keep_soon(self) -> None:
        """Save after a moment, also while the typing goes on: one timer serves all keys until then."""
        if self._save_soon is None and not self.read_only:
            self._save_soon = self.set_timer(SAVE_AFTER, self._keep_in_passing)

    def _keep_in_passing(self) -> None:
        quiet = monotonic() - self._changed_at
        if quiet < RUN and not self._save_due:
            # Somebody types: once the next key is painted there is time until the one after it.
            self._save_due = True
            self._save_soon = self.set_timer(RUN - quiet, self._keep_in_passing)
            return
        self._save_soon, self._save_due = None, False
        newest(self, partial(self.keep, in_passing=True), "save", exclusive=False)

    def _keep_now(self) -> None:
        newest(self, self.keep, "save", exclusive=False)

    @property
    def _is_typing(self) -> bool:
        """Whether something was typed a moment ago: a question that opened now would take the next keys."""
        return monotonic() - self._changed_at < SAVE_AFTER + RUN

    def _say_soon(self) -> None:
        """While somebody types, what is safe changes several times a second: told once the typing rests. A heading
        painted under every save is a flicker, and the key that follows waits for it."""
        if self._telling is None:
            self._telling = self.set_timer(SAVE_AFTER, self._say_when_at_rest)

    def _say_when_at_rest(self) -> None:
        self._telling = None
        if self._is_typing:
            self._say_soon()
        elif self._saved is Saved.NOT_YET:
            self._say_what_is_safe()

    def _say_what_is_safe(self) -> None:
        self._say_saved(Saved.YES if self._draft.holds(self.form.kept_values()) else Saved.NOT_YET)

    def _say_saved(self, saved: Saved) -> None:
        if saved is not self._saved:
            self._saved = saved
            self.show_heading()

    def _show_conflict(self, conflict: Conflict) -> None:
        mine, theirs, context = self.form.kept_values(), conflict.theirs, self.form.context
        fields = [self.form.field_of(part) for part in self.form.parts.values()]
        differences = [
            Difference(tr(field.title), *(in_words(field, side.get(field.name), context) for side in (mine, theirs)))
            for field in fields
            if not same_answers({0: mine.get(field.name)}, {0: theirs.get(field.name)})
        ]

        def picked(pick: Pick | None) -> None:
            if pick is None:
                return
            self._draft.is_now(conflict.theirs, conflict.version)
            if pick is Pick.THEIRS:
                self.form.put(conflict.theirs)
            self._keep_now()

        if self.is_current:
            self.app.push_screen(ConflictScreen(differences, conflict.by, conflict.at), picked)

    def _show_problems(self, problems: Iterable[Problem]) -> None:
        homeless = self.form.show_problems(problems)
        if homeless:
            self.query_one(Notice).tell(homeless[0])
        self._land()

    def _show_refusal(self, refusal: Refusal) -> None:
        self.query_one(Notice).tell(refusal)

    # --- parts -------------------------------------------------------------------------------------------------------

    def on_part_changed(self, event: Part.Changed) -> None:
        """An answer changed: what depends on it follows, and it is saved soon."""
        if not isinstance(event.part, TextField):
            self.form.settle()
        self.form.judge_again(but=event.part)
        self.query_one(Notice).clear()
        if event.part.has_focus or event.part.has_pseudo_class("focus-within"):
            self._page_of(event.part).bring(event.part)
        if not self._draft.holds(self.form.kept_values()):
            self._say_saved(Saved.NOT_YET)
        self._changed_at = monotonic()
        if self._save_due and self._save_soon is not None:
            self._save_soon.stop()
            self.call_after_refresh(self._keep_in_passing)
        self._keep_soon()
        self.after_answers_changed(self.values())

    def _page_of(self, part: Part) -> Page:
        return next(node for node in part.ancestors if isinstance(node, Page))

    def on_part_entered(self, event: Part.Entered) -> None:
        """The help speaks of the field."""
        del event
        self._keep_soon()
        self._show_help()

    def on_part_left(self, _event: Part.Left) -> None:
        """Leaving a field saves. What a text asks for besides, or no longer, shows from now on: while it is typed, each
        key would ask for something else."""
        self.form.settle()
        if not self._going:
            self._keep_soon()

    def on_choice_pointed(self, event: Choice.Pointed) -> None:
        """The help tells what the option means."""
        self._show_help(event.item)

    def on_part_done(self, event: Part.Done) -> None:
        """Enter on an answer that stands."""
        self.done_with(event.part)

    def done_with(self, part: Part) -> None:
        """To the next field; from the last one on. At once: what is typed next belongs there."""
        self.form.settle()
        following = self.form.after(part)
        if following is not None:
            self.set_focus(following.focus_target)
        else:
            self.action_next_step()

    def is_right(self) -> bool:
        """Judge every answer; whether all may stand. Where not, the first that may not has the focus."""
        wrong, notice = self.form.judge(), self.query_one(Notice)
        notice.clear()
        if wrong:
            if len(wrong) > 1:
                notice.repeat(lambda: (tr("{n} answers need another look.", n=len(wrong)), ""))
            self.set_focus(wrong[0].focus_target, scroll_visible=False)
            # The whole part, with what is said below it, not the row alone that has the focus.
            self.query_one(Page).bring_laid_out(wrong[0])
        return not wrong

    def on_text_field_pasted_lines(self, event: TextField.PastedLines) -> None:
        """Offer to put each line where it belongs."""
        fields = [self.form.field_of(part) for part in self.form.shown_parts()]
        placed = place_lines(event.text[:PASTE_CAP], fields, self.form.context)

        def decided(decision: Keep | Distribute | None) -> None:
            match decision:
                case Keep():
                    event.part.line.insert_pasted(joined(event.text))
                case Distribute(pieces):
                    self._distribute({each.field.name: each.value for each in pieces if each.field is not None})
                case None:
                    return
            event.part.focus_target.focus()

        self.app.push_screen(PasteScreen(placed, cut=len(event.text) > PASTE_CAP), decided)

    def _distribute(self, values: Mapping[str, str]) -> None:
        for name, value in values.items():
            part = self.form.parts[name]
            if isinstance(part, TextField):
                part.line.select_all()
                part.line.insert_pasted(value)

    def _focused_part(self) -> Part | None:
        nodes = self.focused.ancestors_with_self if self.focused is not None else []
        return next((node for node in nodes if isinstance(node, Part)), None)

    # --- keys --------------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that can do nothing here are not offered."""
        if action == "reveal":
            return isinstance(self.focused, Line) and self.focused.secret
        return super().check_action(action, parameters)

    def action_reveal(self) -> None:
        """Show the secret being typed, or hide it again."""
        if isinstance(self.focused, Line):
            self.focused.reveal()

    def action_copy(self) -> None:
        """What to copy, and how."""
        part = self._focused_part()
        here = self.form.copy_of(part) if part is not None and part.copyable else None
        self.app.push_screen(CopyMenu(here, self.form.copies()))

    def action_turn(self, pages: int) -> None:
        """Scroll the page; the focus stays."""
        page = self.query_one(Page)
        turn(page, pages)

    # --- help --------------------------------------------------------------------------------------------------------

    def help_pieces(self) -> list[Paragraph]:
        """The focused field, then the whole form, then what is special here."""
        return [*self.help_of_page(self._focused_part()), *self.extra_help()]

    def _show_help(self, item: Item | None = None) -> None:
        part = self._focused_part()
        title = part.title if part is not None else tr(self.page_title())
        pieces = self._field_help(part, item) if part is not None else self.help_of_page()
        self.query_one(HelpColumn).show(title, [*pieces, *self.extra_help()])

    def _field_help(self, part: Part, item: Item | None) -> list[Paragraph]:
        pieces = paragraphs(help_for(self.field_help_keys(part)))
        if item is not None and item.line:
            pieces = [Paragraph(item.label, "$go-text"), Paragraph(item.line, "$ink"), Paragraph(""), *pieces]
        return pieces
