"""The figures of tables that compare two others of their row, with what they compare."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import permutations

from converter.amounts import Amount, yuan
from converter.comparison_heads import Kind
from converter.document import Document
from converter.facts import Cell, Comparison
from converter.lexicon import Meaning
from converter.placed import PlacedBlock, PlacedRow

Place = tuple[int, int, int]
Pair = tuple[int, int]
PHASES = ("budget", "adjusted", "execution", "final-account")  # in the order in which they come about
SHARE = "share"  # of a whole that the header does not name
FEW = 3  # rows that cannot tell a header that was misread from a document that miscounts
SLACK = Decimal("0.001")


@dataclass(frozen=True)
class Comparing:
    """A column that compares: where it stands, how, and the columns (present, earlier) that it can be about."""

    column: int
    kind: Kind
    pairs: tuple[Pair, ...]


def comparisons_of(
    block: PlacedBlock, number: int, document: Document, cells: Mapping[Place, Cell]
) -> Iterator[Comparison]:
    """The comparisons of a block (the `number`th), column by column; `cells` are those of the document by their place.

    What is compared is only said where it is proved: by the one pair of columns that there is, or by the one that most
    rows bear out.
    """
    if block.columns is None or not block.table.unit:
        return
    for column, kind in block.columns.comparing.items():
        comparing = Comparing(column, kind, () if kind.name == SHARE else tuple(pairs_of(block, column)))
        pair = proved(block, comparing)
        for index, row in enumerate(block.rows):
            printed = figure(row, comparing)
            if printed is not None:
                of, against = (cells.get((number, index, each)) for each in pair) if pair else (None, None)
                yield comparison(block, row, comparing, printed, document, of, against)


def comparison(
    block: PlacedBlock,
    row: PlacedRow,
    comparing: Comparing,
    printed: Amount,
    document: Document,
    of: Cell | None,
    against: Cell | None,
) -> Comparison:
    """One comparing figure; a change is in yuan, a rate in percent."""
    assert block.columns is not None
    line, unit = document.line(printed.line), "%" if comparing.kind.in_percent else block.table.unit or ""
    return Comparison(
        table=block.table.order,
        table_kind=block.table.kind,
        kind=comparing.kind.name,
        row_code=row.keyed.key.code,
        row_label=row.keyed.key.label,
        column_path="/".join(word.replace(" ", "") for word in block.columns.paths[comparing.column]),
        value=printed.value if unit == "%" else yuan(printed.value, unit),
        published_value=printed.text,
        published_unit=unit,
        page=line.page,
        line=printed.line,
        address=line.place(printed.text, printed.column),
        of=of,
        against=against,
    )


def pairs_of(block: PlacedBlock, column: int) -> Iterator[Pair]:
    """The columns of amounts that are about the same as a comparing one, two at a time, the later first."""
    assert block.columns is not None
    meanings = block.columns.compared
    own = subject(meanings[column])
    alike = [i for i, meaning in enumerate(meanings) if i not in block.columns.comparing and subject(meaning) == own]
    known = [i for i in alike if block.columns.meanings[i].known]
    for now, before in permutations(known, 2):
        if moment(block, meanings[now]) > moment(block, meanings[before]):
            yield now, before


def subject(meaning: Meaning) -> dict[str, str]:
    """What a column is about, whatever its year and phase."""
    return {name: value for name, value in meaning.values.items() if name not in {"fiscalYear", "budgetPhase"}}


def moment(block: PlacedBlock, meaning: Meaning) -> tuple[int, int]:
    """The year and phase of a column as something that can be ordered."""
    year = meaning.values.get("fiscalYear", block.year)
    phase = meaning.values.get("budgetPhase", block.phase)
    return int(block.year) - 1 if year == "previous" else int(year), PHASES.index(phase) if phase in PHASES else 0


def proved(block: PlacedBlock, comparing: Comparing) -> Pair | None:
    """The columns that a column compares; None where they cannot be told."""
    counts = {pair: borne_out(block, comparing, pair) for pair in comparing.pairs}
    best = sorted(counts, key=lambda pair: counts[pair][0], reverse=True)
    if not best:
        return None
    fits, rows = counts[best[0]]
    if len(best) == 1 and rows < FEW:
        return best[0]
    clear = len(best) == 1 or counts[best[1]][0] < fits
    return best[0] if clear and fits * 2 > rows else None


def borne_out(block: PlacedBlock, comparing: Comparing, pair: Pair) -> tuple[int, int]:
    """In how many rows the figure follows from a pair of columns, and of how many rows that can be said."""
    found = []
    for row in block.rows:
        printed, by_column = figure(row, comparing), amounts(row)
        if printed is not None and printed.value and not by_column.keys().isdisjoint(pair):
            found.append(follows(comparing.kind.name, printed, *(by_column.get(column) for column in pair)))
    return sum(found), len(found)


def figure(row: PlacedRow, comparing: Comparing) -> Amount | None:
    """What a row prints in a comparing column."""
    own = dict(row.keyed.row.rates) if comparing.kind.in_percent else amounts(row)
    return own.get(comparing.column)


def amounts(row: PlacedRow) -> dict[int, Amount]:
    """The amounts of a row by the columns in which they stand."""
    found = ((row.column(index), amount) for index, amount in enumerate(row.keyed.row.amounts) if row.candidates)
    return {column: amount for column, amount in found if column is not None}


def follows(kind: str, printed: Amount, now: Amount | None, before: Amount | None) -> bool:
    """Whether a printed change or rate is that between two amounts, as far as they are printed."""
    new, old = (each.value if each else Decimal(0) for each in (now, before))
    slack = sum((each.half_place for each in (now, before) if each), printed.half_place)
    if kind == "difference":
        return abs(new - old - printed.value) <= slack
    if not old:
        return False
    right = (new if kind == "ratio" else new - old) * 100 / old
    return abs(right - printed.value) <= printed.half_place + SLACK + slack * 200 / abs(old)
