"""What reading a document brings to notice, as notes that the rules make findings of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from converter.facts import Note
from converter.notes.amounts import amount_notes
from converter.notes.between import between_notes
from converter.notes.called import called_notes
from converter.notes.codes import code_notes
from converter.notes.contents import contents_notes
from converter.notes.costs import cost_notes
from converter.notes.explanations import explanation_notes
from converter.notes.goals import goal_notes
from converter.notes.names import name_notes
from converter.notes.passages import passage_notes
from converter.notes.places import place_notes
from converter.notes.promises import promise_notes
from converter.notes.reading import reading_notes
from converter.notes.scope import scope_notes
from converter.notes.spelling import spelling_notes
from converter.notes.targets import target_notes
from converter.notes.units import unit_notes
from converter.notes.uses import use_notes
from converter.notes.wording import wording_notes

if TYPE_CHECKING:
    from converter.disclosure import Disclosure


READERS: tuple[Callable[[Disclosure], Iterator[Note]], ...] = (
    reading_notes,
    code_notes,
    name_notes,
    unit_notes,
    spelling_notes,
    explanation_notes,
    wording_notes,
    use_notes,
    promise_notes,
    amount_notes,
    between_notes,
    called_notes,
    contents_notes,
    cost_notes,
    goal_notes,
    passage_notes,
    place_notes,
    scope_notes,
    target_notes,
)


def find_notes(disclosure: Disclosure) -> Iterator[Note]:
    """Every note of a disclosure."""
    for read in READERS:
        yield from read(disclosure)
