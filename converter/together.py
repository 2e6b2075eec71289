"""Documents that belong together: the tables of a disclosure in one file, its narrative in another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import count
from pathlib import Path

from converter.document import Document, Line, Part
from converter.errors import DocumentError
from converter.identity import Identity, find_identity
from converter.sheet import Sheet
from converter.statements import read_statements
from converter.tables import RawTable

MIN_DIGITS = 5


class LooseError(DocumentError):
    """A document that is no disclosure alone, but may be a part of one; `document` and `sheets` are what was read.

    `tables` are all tables that were found, also those that are no sheets of figures.
    """

    def __init__(
        self,
        path: Path,
        message: str,
        remedy: str,
        document: Document,
        sheets: Sequence[Sheet],
        tables: Sequence[RawTable] = (),
    ) -> None:
        super().__init__(path, message, remedy)
        self.document, self.sheets, self.tables = document, tuple(sheets), tuple(tables)


@dataclass(frozen=True)
class Loose:
    """What a part of a disclosure tells: whether it has tables, whose it is ("" if it does not say), its amounts."""

    tables: bool
    whose: str
    amounts: tuple[str, ...]


def loose_part(error: DocumentError) -> Loose | None:
    """What a rejected document tells that may find the rest of it; None when it is no part of a disclosure."""
    if not isinstance(error, LooseError):
        return None
    if error.sheets:
        printed = (a.value for s in error.sheets for b in s.blocks for row in b.rows for a in row.amounts)
        return Loose(True, "", telling(printed))
    stated = (found.published_value for found in read_statements(error.document, ()) if found.measure == "amount")
    amounts = telling(Decimal(value.replace(",", "")) for value in stated)
    try:
        whose = whose_is(find_identity(error.document, ()))
    except DocumentError:
        whose = ""
    return Loose(False, whose, amounts) if amounts or whose else None


def whose_is(identity: Identity) -> str:
    """One text for whose disclosure a document is."""
    return "|".join((identity.region.code, identity.organisation.name, str(identity.year), identity.phase))


def telling(amounts: Iterable[Decimal]) -> tuple[str, ...]:
    """The amounts of so many digits that two documents hardly share one by chance."""
    plain = {format(amount.normalize(), "f") for amount in amounts}
    return tuple(sorted(text for text in plain if len(text.replace(".", "").strip("0-")) >= MIN_DIGITS))


def joined(documents: Sequence[Document]) -> Document:
    """Several documents as one. The prose comes first, as in a disclosure that is one document; the first is the main.

    Lines are numbered anew; pages and places stay those of each part.
    """
    if len(documents) == 1:
        return documents[0]
    main = documents[0]
    order = sorted(documents, key=lambda document: any("\t" in line.text for line in document.lines))
    numbers = count(1)
    lines: list[Line] = []
    parts = []
    for document in order:
        first = len(lines) + 1
        lines += [replace(line, number=next(numbers)) for line in document.lines]
        parts.append(Part(document.path.name, document.sha256, document.media_type, document.size, first, len(lines)))
    remarks = tuple(remark for document in order for remark in document.remarks)
    return Document(main.path, main.data, main.media_type, tuple(lines), remarks, tuple(parts))
