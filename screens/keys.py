"""Every key of the desk, in one table. Screens take their bindings from here and give the action its meaning.

Keys are a public contract: the ids can be remapped in the user's keymap. Full-width twins stand beside the keys that an
input method would turn into them. Ctrl+A and Ctrl+B stay free (screen, tmux), as do the doubles of other keys (Ctrl+H,
I, J, M and [).
"""

from __future__ import annotations

from textual.binding import Binding

from mpwizard.i18n import N_

# --- everywhere ------------------------------------------------------------------------------------------------------

QUIT = Binding(
    "f10,ctrl+q",
    "quit",
    N_("Quit"),
    id="app.quit",
    priority=True,
    tooltip=N_("Leave the desk. Drafts are already safe"),
)
QUIT_LETTER = Binding("q", "quit", N_("Quit"), id="app.quit_letter", show=False, tooltip=QUIT.tooltip)
INTERRUPT = Binding(
    "ctrl+c", "help_quit", N_("How to quit"), id="app.interrupt", show=False, tooltip=N_("Says which key quits")
)
PALETTE = Binding(
    "ctrl+p",
    "command_palette",
    N_("Commands"),
    id="app.palette",
    priority=True,
    tooltip=N_("Every command by its name, in either language"),
)
PALETTE_LETTER = Binding(
    "colon,：", "command_palette", N_("Commands"), id="app.palette_letter", show=False, tooltip=PALETTE.tooltip
)
NEXT_FIELD = Binding(
    "tab", "next_field", N_("Next field"), id="field.next", show=False, priority=True, tooltip=N_("To the next field")
)
PREVIOUS_FIELD = Binding(
    "shift+tab",
    "previous_field",
    N_("Previous field"),
    id="field.previous",
    show=False,
    priority=True,
    tooltip=N_("To the field before"),
)
BELOW = Binding(
    "down", "field_below", N_("Field below"), id="field.below", show=False, priority=True, tooltip=NEXT_FIELD.tooltip
)
ABOVE = Binding(
    "up", "field_above", N_("Field above"), id="field.above", show=False, priority=True, tooltip=PREVIOUS_FIELD.tooltip
)
FIELD_DONE = Binding(
    "enter",
    "field_done",
    N_("Go on"),
    id="field.done",
    show=False,
    priority=True,
    tooltip=N_("To the next field; from the last one to the next step"),
)

# --- on every screen -------------------------------------------------------------------------------------------------

HELP = Binding(
    "f1,question_mark,？",
    "help",
    N_("Help"),
    id="screen.help",
    tooltip=N_("What this is about, and every key that works"),
)
BACK = Binding("escape", "back", N_("Back"), id="screen.back", tooltip=N_("One step back; nothing is lost"))
CLOSE = Binding("escape", "close", N_("Close"), id="layer.close", tooltip=N_("Close this; nothing changes"))
COPY = Binding("f4", "copy", N_("Copy"), id="screen.copy", tooltip=N_("Copy this field, or all of them"))
COPY_LETTER = Binding("y", "copy", N_("Copy"), id="screen.copy_letter", show=False, tooltip=COPY.tooltip)
REFRESH = Binding("f5,r", "refresh", N_("Refresh"), id="screen.refresh", tooltip=N_("Look again; the selection stays"))
NEXT_PANE = Binding(
    "f6", "next_pane", N_("Next pane"), id="pane.next", show=False, tooltip=N_("To the next part of the screen")
)
PREVIOUS_PANE = Binding(
    "shift+f6", "previous_pane", N_("Previous pane"), id="pane.previous", show=False, tooltip=N_("To the part before")
)
TIMELINE = Binding("f7,h", "timeline", N_("Timeline"), id="case.timeline", tooltip=N_("What happened, and when"))
WORLD = Binding(
    "f9", "world", N_("World"), id="practice.world", tooltip=N_("Mailbox, phone, bank and scanner of the practice case")
)
EXERCISE = Binding(
    "f8", "exercise", N_("Exercise"), id="practice.exercise", tooltip=N_("Exercise: step, hint and solution")
)
CLOSE_EXERCISE = Binding("escape,f8", "close", N_("Close"), id="exercise.close", tooltip=N_("Back to the exercise"))

RECORD = Binding(
    "f9", "record", N_("Answer"), id="record.answer", tooltip=N_("Write down what the real platform answered")
)

WRITE_DOWN = Binding(
    "ctrl+n",
    "next_step",
    N_("Write it down"),
    id="record.write",
    priority=True,
    tooltip=N_("Check this answer and keep it"),
)
CLOSE_TIMELINE = Binding("escape,f7,h", "close", N_("Close"), id="timeline.close", tooltip=N_("Back to the form"))
CLOSE_WORLD = Binding("escape,f9", "close", N_("Close"), id="world.close", tooltip=N_("Back to the form"))

OPEN_SECTION = Binding(
    "enter", "open", N_("Change"), id="review.open", show=False, tooltip=N_("To this step; going on comes back")
)

# --- in forms --------------------------------------------------------------------------------------------------------

PREVIOUS_STEP = Binding(
    "escape",
    "back",
    N_("Previous"),
    id="step.previous",
    tooltip=N_("The step before; nothing is checked, nothing is lost"),
)
NEXT_STEP = Binding(
    "ctrl+n", "next_step", N_("Next"), id="step.next", priority=True, tooltip=N_("Check this step and go on")
)
REVEAL = Binding(
    "f2",
    "reveal",
    N_("Show"),
    id="field.reveal",
    tooltip=N_("Show the hidden value for a short while, or hide it again"),
)
UNDO = Binding(
    "ctrl+z", "undo", N_("Undo"), id="field.undo", show=False, tooltip=N_("Take the last change of this field back")
)
REDO = Binding("ctrl+y", "redo", N_("Redo"), id="field.redo", show=False, tooltip=N_("Make the change again"))
CURSOR_UP = Binding("up", "cursor(-1)", N_("Up"), id="list.up", show=False, tooltip=N_("The option above"))
CURSOR_DOWN = Binding("down", "cursor(1)", N_("Down"), id="list.down", show=False, tooltip=N_("The option below"))
CURSOR_LEFT = Binding(
    "left",
    "cursor(-1)",
    N_("Left"),
    id="list.left",
    show=False,
    tooltip=N_("The one before, where they stand in a row"),
)
CURSOR_RIGHT = Binding(
    "right",
    "cursor(1)",
    N_("Right"),
    id="list.right",
    show=False,
    tooltip=N_("The one after, where they stand in a row"),
)
CHOOSE = Binding("space,enter", "choose", N_("Choose"), id="list.choose", show=False, tooltip=N_("Take this option"))
TICK = Binding("space", "tick", N_("Tick"), id="field.tick", show=False, tooltip=N_("Set or clear the tick"))
GO_ON = Binding(
    "enter",
    "go_on",
    N_("Go on"),
    id="field.go_on",
    show=False,
    tooltip=N_("To the next field; from the last one to the next step"),
)
PAGE_UP = Binding("pageup", "turn(-1)", N_("Page up"), id="page.up", show=False, tooltip=N_("Scroll one page up"))
PAGE_DOWN = Binding(
    "pagedown", "turn(1)", N_("Page down"), id="page.down", show=False, tooltip=N_("Scroll one page down")
)

# --- in lists --------------------------------------------------------------------------------------------------------

OPEN = Binding("enter", "open", N_("Open"), id="list.open", tooltip=N_("Open the row"))

ROW_UP = Binding("up,k", "row(-1)", N_("Up"), id="rows.up", show=False, tooltip=N_("The case above"))
ROW_DOWN = Binding("down,j", "row(1)", N_("Down"), id="rows.down", show=False, tooltip=N_("The case below"))
ROWS_UP = Binding("pageup", "screenful(-1)", N_("Page up"), id="rows.page_up", show=False, tooltip=N_("A screenful up"))
ROWS_DOWN = Binding(
    "pagedown", "screenful(1)", N_("Page down"), id="rows.page_down", show=False, tooltip=N_("A screenful down")
)
FIRST_ROW = Binding("home", "end(0)", N_("First"), id="rows.first", show=False, tooltip=N_("To the first case"))
LAST_ROW = Binding("end", "end(1)", N_("Last"), id="rows.last", show=False, tooltip=N_("To the last case"))
MARK = Binding("space", "mark", N_("Mark"), id="rows.mark", tooltip=N_("Mark the case, or take its mark away"))
MARK_ALL = Binding(
    "asterisk", "mark_all", N_("Mark all"), id="rows.mark_all", show=False, tooltip=N_("Mark all cases listed here")
)

COMPLETE = Binding("tab", "complete", N_("Complete"), id="filter.complete", tooltip=N_("Complete what is being typed"))
TO_CASES = Binding("down", "to_cases", N_("Cases"), id="filter.cases", show=False, tooltip=N_("Down to the cases"))
CLEAR_FILTER = Binding(
    "escape",
    "clear",
    N_("Clear"),
    id="filter.clear",
    tooltip=N_("Filter nothing any more; once more, back to the cases"),
)

# --- in the console --------------------------------------------------------------------------------------------------

CONSOLE_BACK = Binding(
    "escape", "back", N_("Desk"), id="console.back", tooltip=N_("Back to the desk; everything is kept")
)
CONSOLE_RECORD = Binding(
    "f9", "record", N_("Answer"), id="console.record", tooltip=N_("Write down what the real platform answered")
)
HAND_IN = Binding(
    "ctrl+n", "next_step", N_("Submit"), id="action.submit", priority=True, tooltip=N_("Check this form and hand it in")
)
ACTION_BACK = Binding(
    "escape", "back", N_("Back"), id="action.back", tooltip=N_("Back to the section; what was typed is kept")
)

# --- on the desk -----------------------------------------------------------------------------------------------------

PLATFORM = Binding(
    "f9,p",
    "platform",
    N_("Platform"),
    id="desk.platform",
    tooltip=N_("Play the platform: all that waits for its answer"),
)
NEW = Binding("n,insert", "new_case", N_("New"), id="desk.new", tooltip=N_("Begin a new case"))
FILTER = Binding(
    "slash,f3,／,、",
    "filter",
    N_("Filter"),
    id="desk.filter",
    # What is typed right after it belongs to the filter already.
    priority=True,
    tooltip=N_("Type what to look for: words, numbers, field:value"),
)
SORT = Binding("s", "sort", N_("Sort"), id="desk.sort", tooltip=N_("By what is due, what changed, or how far it is"))
REVERSE = Binding(
    "S", "reverse", N_("Reverse"), id="desk.reverse", show=False, tooltip=N_("The same order the other way round")
)
VIEW = Binding(
    "1,2,3,4,5,6,7,8,9",
    "view",
    N_("View"),
    id="desk.view",
    show=False,
    tooltip=N_("The views along the top, by their numbers"),
)
COLUMNS = Binding(
    "v", "columns", N_("Columns"), id="desk.columns", show=False, tooltip=N_("Choose what the table says")
)
KEEP_VIEW = Binding(
    "ctrl+s",
    "keep_view",
    N_("Save view"),
    id="desk.keep_view",
    show=False,
    tooltip=N_("Keep filter, order and columns as a view of your own"),
)
TAKE_COLUMNS = Binding(
    "enter", "take", N_("Take them"), id="columns.take", priority=True, tooltip=N_("Show the columns that are marked")
)
DO_WITH = Binding(
    "a",
    "do_with",
    N_("Do"),
    id="desk.do_with",
    tooltip=N_("Assign, tag, note, archive, list, remind: all that is marked"),
)
UNDO_MARK = Binding(
    "ctrl+z", "undo", N_("Undo"), id="desk.undo", show=False, tooltip=N_("Take back what was last done to marked cases")
)
CLOSE_DETAIL = Binding("escape,d", "close", N_("Close"), id="detail.close", tooltip=N_("Back to the cases"))
DETAIL = Binding("d", "detail", N_("Detail"), id="desk.detail", tooltip=N_("All that is known of the case at a glance"))
ABANDON = Binding(
    "delete,x", "abandon", N_("Give up"), id="desk.abandon", show=False, tooltip=N_("Give the case up; asks first")
)
START_AGAIN = Binding(
    "ctrl+r",
    "start_again",
    N_("Start again"),
    id="desk.start_again",
    show=False,
    tooltip=N_("Begin a new case with the answers of one that ended without an account"),
)

# --- the status board ------------------------------------------------------------------------------------------------

BOARD = Binding(
    "b", "board", N_("Board"), id="desk.board", tooltip=N_("What waits, how long things take, why they fail")
)
BOARD_PLOTS = Binding(
    "p", "plots", N_("Plots"), id="board.plots", tooltip=N_("The plots instead of the lists, and back")
)
BOARD_KIND = Binding("t", "other_kind", N_("Kind"), id="board.kind", tooltip=N_("Practice cases or record cases"))
BOARD_EXPORT = Binding(
    "e", "export", N_("Export"), id="board.export", tooltip=N_("All its figures as a table in a file")
)

CLASS = Binding(
    "ctrl+t", "class", N_("Class"), id="class.open", show=False, tooltip=N_("Who looks on, who types, a hand up")
)
CLOSE_CLASS = Binding("escape,ctrl+t", "close", N_("Close"), id="class.close", tooltip=N_("Back to the desk"))
CLASS_ASK = Binding(
    "k", "ask", N_("Keyboard"), id="class.ask", tooltip=N_("Ask for their keyboard, and look on until they answer")
)
CLASS_LOCK = Binding(
    "l", "lock", N_("Lock"), id="class.lock", tooltip=N_("Lock the keyboards of all trainees, or free them")
)
CLASS_SAY = Binding("t", "say", N_("Tell"), id="class.say", tooltip=N_("A line that everybody sees"))
CLASS_RESET = Binding("x", "reset", N_("Empty"), id="class.reset", tooltip=N_("Empty somebody's sandbox"))

APP_KEYS = (
    QUIT,
    QUIT_LETTER,
    INTERRUPT,
    PALETTE,
    PALETTE_LETTER,
    NEXT_FIELD,
    PREVIOUS_FIELD,
    BELOW,
    ABOVE,
    FIELD_DONE,
)

# Textual's own words, which reach the user through the help's list of keys.
TEXTUAL_WORDS = frozenset(
    {
        N_("Focus Next"),
        N_("Focus Previous"),
        N_("Copy selected text"),
        N_("Move cursor left"),
        N_("Move cursor left and select"),
        N_("Move cursor left a word"),
        N_("Move cursor left a word and select"),
        N_("Move cursor right or accept the completion suggestion"),
        N_("Move cursor right and select"),
        N_("Move cursor right a word"),
        N_("Move cursor right a word and select"),
        N_("Delete character left"),
        N_("Select all"),
        N_("Go to start"),
        N_("Go to end"),
        N_("Select line start"),
        N_("Select line end"),
        N_("Delete character right"),
        N_("Submit"),
        N_("Delete left to start of word"),
        N_("Delete all to the left"),
        N_("Delete right to start of word"),
        N_("Delete all to the right"),
        N_("Cut selected text"),
        N_("Paste text from the clipboard"),
        N_("Last"),
        N_("First"),
        N_("Page Down"),
        N_("Page Up"),
        N_("Page down"),
        N_("Page up"),
        N_("Down"),
        N_("Up"),
        N_("Select"),
        N_("Press button"),
        N_("Cursor up"),
        N_("Cursor down"),
        N_("Cursor right"),
        N_("Cursor left"),
        N_("Top"),
        N_("Bottom"),
        N_("Home"),
        N_("End"),
        N_("Scroll Up"),
        N_("Scroll Down"),
        N_("Scroll Left"),
        N_("Scroll Right"),
        N_("Scroll Home"),
        N_("Scroll End"),
        N_("Page Left"),
        N_("Page Right"),
    }
)
