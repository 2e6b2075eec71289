"""What reading a document brings to notice, as notes that the rules make findings of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from converter.facts import Note
from converter.notes.codes import code_notes
from converter.notes.explanations import explanation_notes
from converter.notes.names import name_notes
from converter.notes.promises import promise_notes
from converter.notes.reading import reading_notes
from converter.notes.spelling import spelling_notes
from converter.notes.units import unit_notes
from converter.notes.uses import use_notes
from converter.notes.wording import wording_notes

if TYPE_CHECKING:
    from converter.disclosure import Disclosure


def find_notes(disclosure: Disclosure) -> Iterator[Note]:
    """Every note of a disclosure."""
    yield from reading_notes(disclosure)
    yield from code_notes(disclosure)
    yield from name_notes(disclosure)
    yield from unit_notes(disclosure)
    yield from spelling_notes(disclosure)
    yield from explanation_notes(disclosure)
    yield from wording_notes(disclosure)
    yield from use_notes(disclosure)
    yield from promise_notes(disclosure)
