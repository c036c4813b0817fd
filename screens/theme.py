"""Every colour of the desk: one set of tokens, a dark and a light theme made of it.

Style sheets and text name a token (`$wrong`, `$soft`), never a colour. Green is for what is done, selected or leads on;
amber for practice and what is due soon; red for wrong or late; blue for records and information; the rest is grey.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from textual.theme import Theme

DARK = "desk-dark"
LIGHT = "desk-light"


@dataclass(frozen=True, slots=True)
class Tokens:
    """The desk's colours by what they mean.

    Grounds from the back to the front: `ground`, `side` (help), `bar` (top and bottom), `well` (an input), `lit` (the
    focused input or row). Text in three greys: `ink`, `soft`, `faint`. Each meaning has a colour for text; `go` has its
    ground and the ink on it besides, `chosen` is the ground of what is selected. `paper` and
    `print` are for codes that cameras read.
    """

    ground: str
    side: str
    bar: str
    well: str
    lit: str
    ink: str
    soft: str
    faint: str
    go: str
    go_text: str
    on_go: str
    chosen: str
    soon: str
    wrong: str
    fact: str
    paper: str
    print: str


_DARK_TOKENS = Tokens(
    ground="#131615",
    side="#181C1B",
    bar="#202523",
    well="#1E2321",
    lit="#2A312E",
    ink="#E4E9E6",
    soft="#9AA5A0",
    faint="#5F6B66",
    go="#07C160",
    go_text="#1FCB72",
    on_go="#04170C",
    chosen="#12422A",
    soon="#E5A13C",
    wrong="#FF6259",
    fact="#6CB0F5",
    paper="#F5F7F6",
    print="#111413",
)

_LIGHT_TOKENS = Tokens(
    ground="#FAFBFA",
    side="#F1F4F2",
    bar="#E4E9E6",
    well="#EDF1EF",
    lit="#DCE3DF",
    ink="#1B211E",
    soft="#55605B",
    faint="#79847E",
    go="#07C160",
    go_text="#046B36",
    on_go="#04170C",
    chosen="#C9F0DA",
    soon="#855403",
    wrong="#C1271D",
    fact="#1A63B0",
    paper="#FFFFFF",
    print="#111413",
)


def _theme(name: str, tokens: Tokens, *, dark: bool) -> Theme:
    return Theme(
        name=name,
        dark=dark,
        primary=tokens.go,
        secondary=tokens.fact,
        accent=tokens.go_text,
        success=tokens.go_text,
        warning=tokens.soon,
        error=tokens.wrong,
        foreground=tokens.ink,
        background=tokens.ground,
        surface=tokens.side,
        panel=tokens.bar,
        variables={
            "ground": tokens.ground,
            "side": tokens.side,
            "bar": tokens.bar,
            "well": tokens.well,
            "lit": tokens.lit,
            "ink": tokens.ink,
            "soft": tokens.soft,
            "faint": tokens.faint,
            "go": tokens.go,
            "go-text": tokens.go_text,
            "on-go": tokens.on_go,
            "chosen": tokens.chosen,
            "soon": tokens.soon,
            "wrong": tokens.wrong,
            "fact": tokens.fact,
            "paper": tokens.paper,
            "print": tokens.print,
            "text-muted": tokens.soft,
            "text-disabled": tokens.faint,
            "border": tokens.go,
            "border-blurred": tokens.well,
            "block-cursor-background": tokens.chosen,
            "block-cursor-foreground": tokens.ink,
            "block-cursor-text-style": "bold",
            "block-cursor-blurred-background": tokens.lit,
            "block-hover-background": tokens.lit,
            "input-cursor-background": tokens.ink,
            "input-cursor-foreground": tokens.ground,
            "input-selection-background": tokens.chosen,
            "scrollbar": tokens.lit,
            "scrollbar-hover": tokens.faint,
            "scrollbar-active": tokens.faint,
            "scrollbar-background": tokens.ground,
            "scrollbar-background-hover": tokens.ground,
            "scrollbar-background-active": tokens.ground,
            "scrollbar-corner-color": tokens.ground,
            "footer-background": tokens.bar,
            "footer-key-foreground": tokens.go_text,
            "footer-description-foreground": tokens.soft,
            "link-background-hover": tokens.chosen,
            "button-color-foreground": tokens.on_go,
            "button-focus-text-style": "bold underline",
        },
    )


THEMES = (_theme(DARK, _DARK_TOKENS, dark=True), _theme(LIGHT, _LIGHT_TOKENS, dark=False))


def _without_colours(tokens: Tokens, strongest: str, chosen: str) -> Tokens:
    """Where every colour becomes the grey of its own brightness, what speaks up must be the strongest grey of all."""
    words = dict.fromkeys(("go_text", "soon", "wrong", "fact"), strongest)
    return replace(tokens, **words, chosen=chosen)


# For terminals that want no colours.
GREY_THEMES = (
    _theme(DARK, _without_colours(_DARK_TOKENS, "#FFFFFF", "#4A4A4A"), dark=True),
    _theme(LIGHT, _without_colours(_LIGHT_TOKENS, "#000000", "#BEBEBE"), dark=False),
)
