"""Where the variables of a row stand. A row is a tuple that grows to the right with every step."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, NamedTuple

Row = tuple[Any, ...]


class Slot(NamedTuple):
    """The place of a variable: whether it always has something, and whether that was worked out.

    What was worked out is a value; all else is the N-Triples text of a term. Where there is nothing, there is None.
    """

    place: int
    sure: bool
    computed: bool


@dataclass(frozen=True, slots=True)
class Scope:
    """The variables of the rows at one point of a query, and how wide the rows are."""

    slots: dict[str, Slot]
    width: int = 0

    def __contains__(self, name: object) -> bool:
        return name in self.slots

    def __getitem__(self, name: str) -> Slot:
        return self.slots[name]

    def adding(self, *names: str, sure: bool = True, computed: bool = False) -> Scope:
        """The scope with further variables at the right."""
        new = {name: Slot(self.width + at, sure, computed) for at, name in enumerate(names)}
        return Scope({**self.slots, **new}, self.width + len(names))

    def unsure_after(self, width: int) -> Scope:
        """The scope with the variables that stand right of a width no longer sure."""
        slots = {name: slot._replace(sure=slot.sure and slot.place < width) for name, slot in self.slots.items()}
        return replace(self, slots=slots)

    @property
    def names(self) -> tuple[str, ...]:
        """The variables from left to right."""
        return tuple(sorted(self.slots, key=lambda name: self.slots[name].place))


NOTHING = Scope({})
