"""What a step's answers are judged in: the edition, the day, and what the other steps say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from mpwizard.domain import EntityType, Kind, Method
from mpwizard.records import ProofKind
from mpwizard.rules.edition import Edition

# Step key → field name → what was typed, as it was typed. Text fields hold str, ticks hold bool.
Draft = Mapping[str, Mapping[str, object]]


@dataclass(frozen=True)
class Context:
    """The surroundings of one judgement.

    `by_hand` tells whether a person fills in the form (one-time codes and retyping are asked of nobody else);
    `proofs` are those that hold for the administrator as entered.
    """

    edition: Edition
    kind: Kind
    today: date
    draft: Draft = field(default_factory=dict, repr=False)
    step: str = ""
    by_hand: bool = False
    proofs: frozenset[ProofKind] = frozenset()

    def at(self, step: str) -> Context:
        """The same surroundings, for another step."""
        return replace(self, step=step)

    @property
    def siblings(self) -> Mapping[str, object]:
        """What this step's own fields say."""
        return self.draft.get(self.step, {})

    def text(self, step: str, name: str) -> str:
        """One answer as typed; empty where there is none."""
        value = self.draft.get(step, {}).get(name, "")
        return value if isinstance(value, str) else ""

    @property
    def entity_type(self) -> EntityType | None:
        """The chosen entity type, if one is."""
        chosen = self.text("entity_type", "type")
        return EntityType(chosen) if chosen in set(EntityType) else None

    @property
    def methods(self) -> tuple[Method, ...]:
        """The ways of verification this entity type may choose from; none for individuals, none while no type is."""
        if self.entity_type is None:
            return ()
        return tuple(Method(word) for word in self.edition.words(f"verification.methods.{self.entity_type}"))

    @property
    def method(self) -> Method | None:
        """The way of verification: the only one there is, or the chosen one."""
        if len(self.methods) == 1:
            return self.methods[0]
        chosen = self.text("verification", "method")
        return Method(chosen) if chosen in self.methods else None
