"""Reads tables whose cells are marked by tabs or Markdown bars."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from itertools import groupby

from converter import target_heads
from converter.aligning import parted
from converter.amounts import Amount, looks_printed, parse
from converter.blocks import field_anywhere, field_of, is_share, is_text_column, means_money, side_of, split
from converter.columns import Columns, Layout, Path, match_layout
from converter.comparison_heads import percent
from converter.document import Line
from converter.dressed import undressed
from converter.header import GridRow, drop_repeats, header_paths, header_size, is_column_numbers
from converter.hung import rehung, without_sums
from converter.lexicon import counts_things, is_total_word
from converter.sheet import Block, Fields, ReadNote, Row, Sheet
from converter.shifted import is_shifted, read_shifted
from converter.subject_columns import list_of_columns
from converter.subjects import own_subject
from converter.tables import RawTable, is_markdown, is_tabbed
from converter.torn import mended
from converter.torn_numbers import with_whole_numbers
from converter.words import key, tidy
from ontology import codes

SEPARATOR = re.compile(r"^\|?[\s:|-]+\|?$")
# [2014001]行政运行, 2101501-行政运行: a subject code and its name in one cell
CODE_NAME = re.compile(r"^[\[【]?(?!20[0-4]\d年)(\d{3,8})[\]】]?[-—－]?([^\d\s-].*)$")
NAME_CODE = re.compile(r"^([^\d(]+(?:\([^\d()]+\)[^\d(]*)?)\(?(\d{3,7})\)?$")  # 行政运行(2010101), 维修(护)费 30213
CODE_ALONE = re.compile(r"^[235]\d{2}(?:\d{2}){0,3}$")
CODE = re.compile(r"^[\[【]?[235]\d{2}(?:\d{2}){0,3}(?!\d)")
NAMED = {
    "code": "", "label": "", "gov_code": "gov_", "gov_label": "gov_", "function": "function_",
    "function_code": "function_", "function_label": "function_",
}  # fmt: skip
CODE_FIELDS = {"code", "gov_code", "function_code", "unit_code", "project_code"}
PREFIXES = {"2": "function_", "3": "", "5": "gov_"}  # what a subject code's first digit says of its list
LISTS = (("政府", "economic-government"), ("经济", "economic-department"), ("功能", "function"))


def read_grid(table: RawTable) -> Sheet:
    """The rows and columns of a marked table."""
    rows, foreign = parted(without_sums(undressed(grid_rows(table), table.unit)))
    if not rows:
        return Sheet(table, ())
    width = len(rows[0].cells)
    size = header_size(rows)
    pages = {line.number: line.page for line in table.body}
    header, body = rows[:size], with_whole_numbers(drop_repeats(rows[:size], rows[size:]))
    body = rehung(mended(body, pages))
    paths = header_paths(header, width)
    blocks, notes = [], [unreadable(row) for row in drop_repeats(header, foreign)]
    for name, columns in split(table.title, paths, body):
        block, problems = read_block(table, name, columns, paths, header, body)
        blocks.append(block)
        notes += problems
    return Sheet(table, tuple(stacked(blocks)), tuple(notes))


def unreadable(row: GridRow) -> ReadNote:
    """That the cells of a row do not stand below their heads."""
    return ReadNote("unreadable-row", " ".join(row.filled)[:60], row.line, row.line)


def stacked(blocks: Sequence[Block]) -> list[Block]:
    """The blocks; nameless ones side by side that have the same columns are one, its rows below each other."""
    out: list[Block] = []
    for (name, columns), group in groupby(blocks, key=lambda block: (block.name, block.columns)):
        members = list(group)
        out += members if name or columns is None else [merged(members)]
    return out


def merged(blocks: Sequence[Block]) -> Block:
    """One block with the rows of several."""
    return replace(blocks[0], name="", rows=tuple(row for block in blocks for row in block.rows))


def grid_rows(table: RawTable) -> list[GridRow]:
    """The lines of cells; lines of plain words between them are left out."""
    rows = []
    for line in table.body:
        if is_markdown(line.text):
            if not SEPARATOR.match(line.text.strip()):
                rows.append(GridRow(tuple(tidy(c) for c in line.text.strip().strip("|").split("|")), line.number))
        elif is_tabbed(line.text):
            rows.append(
                GridRow(cells_of(line), line.number, line.merged, line.edges, aligned=line.aligned)
            )
    return [row for row in rows if row.filled]


def cells_of(line: Line) -> tuple[str, ...]:
    return tuple(tidy(cell) for cell in line.text.split("\t"))


def unnamed_keys(members: Sequence[int], money: Sequence[int], keys: dict[int, str]) -> dict[int, str]:
    """Columns left of the money whose header is not understood: what they print still says what a row is about."""
    left = [j for j in members if j not in keys and money and j < money[0]]
    return {j: "label" if "label" not in keys.values() else "more" for j in left[:1]} | dict.fromkeys(left[1:], "more")


def fit(money: list[int], own: dict[int, Path], layout: Layout | None) -> list[int]:
    """The money columns without those that follow a known layout's last one."""
    if layout is None or len(money) <= len(layout.columns):
        return money
    first = money[: len(layout.columns)]
    same = all(own[j] and key(own[j][-1]) == key(path[-1]) for j, path in zip(first, layout.columns.paths, strict=True))
    return first if same else money


def is_drawn(header: Sequence[GridRow]) -> bool:
    """Whether a header says which of its cells are merged; one of several lines without any has only lost it."""
    marks = [row.merged for row in header if row.merged and not is_column_numbers(row)]
    return bool(marks) and (len(marks) == 1 or any("<" in mark or "^" in mark for mark in marks))


def read_block(
    table: RawTable,
    name: str,
    members: Sequence[int],
    paths: Sequence[Path],
    header: Sequence[GridRow],
    body: Sequence[GridRow],
) -> tuple[Block, list[ReadNote]]:
    """One block: with a known layout's columns when the header's words are that layout's, else with its own."""
    drawn = is_drawn(header)
    own = {j: tuple(w for w in paths[j] if not name or side_of((w,)) != name) for j in members}
    layout = None if drawn else match_layout(table.kind, "".join(cell for row in header for cell in row.cells))
    first_money = first_amount_column(body, members, own)
    money = [j for j in members if j >= first_money and is_money(own[j], body, j, first_money)]
    look = field_anywhere if layout else field_of
    keys = {j: field for j in members if j not in money and (field := look(own[j]))}
    keys = by_list(keys | unnamed_keys(members, money, keys), body)
    if name and keys and "label" not in keys.values():
        keys[min((j for j in keys if keys[j] != "seq"), default=min(keys))] = "label"
    money = fit(trim(money, header, body), own, layout)
    subjects = list_of_columns(table.kind, table.title, [own[j] for j in money])
    columns, placed = choose_columns(name, layout, money, own, subjects)
    rated = {n for n, kind in columns.comparing.items() if kind.in_percent} if columns and placed else set()
    rows, notes = [], []
    for row in carried_down(body, keys):
        if is_shifted(row, keys):
            read = None if name else read_shifted(row, keys)
            rows += [read] if read else []
            notes += [] if read else [unreadable(row)]
            continue
        read, strays = read_row(row, keys, money, placed, rated)
        notes += [note for column, note in strays if not holds_targets(own[column])]
        if read is not None:
            rows.append(read)
    columns = settled(columns, rows) if drawn else columns
    rows = [with_list(row, [paths[j] for j in keys]) for row in rows] if name == "支出" else rows
    by_words = any(row.aligned for row in (*header, *body)) or are_narrower(body, header)
    return Block(name, columns, tuple(rows), drawn, by_words), [*notes, *unknown_headers(table, columns, rows)]


def are_narrower(body: Sequence[GridRow], header: Sequence[GridRow]) -> bool:
    """Whether rows end before their header: which columns they leave out, the last or others, is not said."""
    ends = {row.merged.endswith("-") for row in header if row.merged}
    return ends == {False} and any(row.merged.endswith("-") for row in body)


def by_list(keys: dict[int, str], body: Sequence[GridRow]) -> dict[int, str]:
    """The key columns; of several codes with their names, each goes to the list that its first digits tell."""
    keys = {j: name.replace("label", "code") if is_code_column(j, body) else name for j, name in keys.items()}
    pairs: list[list[int]] = []
    for j in sorted(j for j, name in keys.items() if name.removeprefix("gov_") in {"code", "label"}):
        code = keys[j].endswith("code")
        if not pairs or (code and not keys[pairs[-1][-1]].endswith("code")):
            pairs.append([])
        pairs[-1].append(j)
    found = [prefix_of(pair[0], body) for pair in pairs]
    if len(pairs) < 2 or None in found or len(set(found)) < len(found):
        return keys
    named = {
        j: f"{prefix}{keys[j].removeprefix('gov_')}" for pair, prefix in zip(pairs, found, strict=True) for j in pair
    }
    return keys | named


def is_code_column(column: int, body: Sequence[GridRow]) -> bool:
    """Whether all filled cells of a column are subject codes and nothing else."""
    cells = [key(row.cells[column]) for row in body if row.cells[column]]
    return bool(cells) and all(CODE_ALONE.match(cell) for cell in cells)


def prefix_of(column: int, body: Sequence[GridRow]) -> str | None:
    """The list that the codes of a column belong to, as a field's prefix; None when they are of no list or of two."""
    digits = {key(row.cells[column])[:1] for row in body if CODE.match(key(row.cells[column]))}
    return PREFIXES.get(digits.pop()) if len(digits) == 1 else None


def carried_down(body: Sequence[GridRow], keys: dict[int, str]) -> Iterator[GridRow]:
    """The rows, those of a key cell that is drawn over several rows with its text in each."""
    above: Sequence[str] = ()
    for row in body:
        marks = row.merged
        cells = [above[j] if above and j in keys and marks[j : j + 1] == "^" else c for j, c in enumerate(row.cells)]
        above = cells
        yield replace(row, cells=tuple(cells))


def is_money(path: Path, body: Sequence[GridRow], column: int, first_money: int) -> bool:
    """Whether a column right of the first figures is one of amounts: no key column, and none of words or of targets."""
    if column == first_money:
        return True
    return field_of(path) is None and not is_text_column(body, column) and not holds_targets(path)


def settled(columns: Columns | None, rows: Sequence[Row]) -> Columns | None:
    """The columns as the figures add up: 其中 taken for no more than a colon (小计 其中：甲 乙).

    And 合计 for the sum of the three public expenses alone where others beside them (机关运行经费) are not in it.
    """
    if columns is None:
        return columns
    three = replace(columns, three=True)
    if three.meanings != columns.meanings and not misfits(three, rows):
        columns = three
    if not any(meaning.memo for meaning in columns.meanings):
        return columns
    listed = replace(columns, listed=True)
    return listed if misfits(listed, rows) < misfits(columns, rows) else columns


def misfits(columns: Columns, rows: Sequence[Row]) -> int:
    """How many rows whose places are printed break an identity of the columns."""
    placed = ((row.amounts, row.positions) for row in rows if row.amounts)
    return sum(not columns.obeyed(amounts, places) for amounts, places in placed if places is not None)


def with_list(row: Row, headers: Sequence[Path]) -> Row:
    """The row with the code list that the header of its label names (支出功能分类科目, 政府预算支出经济分类科目)."""
    text = key("".join(word for path in headers for word in path))
    found = next((name for word, name in LISTS if word in text), "")
    return replace(row, fields={**row.fields, "list": found}) if found else row


def unknown_headers(table: RawTable, columns: Columns | None, rows: Sequence[Row]) -> list[ReadNote]:
    """A note for each column with figures whose header words are in no list."""
    if columns is None:
        return []
    used = {place for row in rows for place in row.positions or ()}
    unknown = [j for j in sorted(used) if not columns.meanings[j].known and j not in columns.comparing]
    unknown = [j for j in unknown if not counts_things(columns.paths[j])]
    return [ReadNote("unmapped-header", "/".join(columns.paths[j]), table.first_line, table.last_line) for j in unknown]


def first_amount_column(body: Sequence[GridRow], members: Sequence[int], own: dict[int, Path]) -> int:
    """The leftmost column that holds printed amounts; columns of words and of codes never do."""
    hits = [
        j
        for j in members
        if not is_text_column(body, j)
        and not holds_targets(own[j])
        and has_amounts(j, body, own[j])
    ]
    return min(hits, default=next((j for j in members if field_of(own[j]) is None and own[j]), members[-1] + 1))


def has_amounts(column: int, body: Sequence[GridRow], path: Path) -> bool:
    """Whether a column holds amounts; one headed as a key column, mostly."""
    cells = [row.cells[column] for row in body if row.cells[column]]
    found = sum(is_amount(cell, means_money(path)) for cell in cells)
    return bool(found) and (field_of(path) is None or 2 * found > len(cells))


def is_amount(cell: str, headed: bool) -> bool:
    """Whether a cell holds an amount: by its form, or any number below a header of amounts."""
    return (headed and parse(cell, 1) is not None) or (looks_printed(cell) and cell != "0")


def trim(money: Sequence[int], header: Sequence[GridRow], body: Sequence[GridRow]) -> list[int]:
    """The money columns without those that hold neither a header word of their own nor content."""
    headed = {j for row in header for j in money if row.cells[j] or row.merged[j : j + 1] == "<"}
    return [j for j in money if j in headed or any(row.cells[j] for row in body)]


def choose_columns(
    name: str, layout: Layout | None, money: Sequence[int], own: dict[int, Path], subjects: str
) -> tuple[Columns | None, bool]:
    """The block's columns, and whether the printed places can be taken for them."""
    if layout is not None:
        known = layout.left if name == "收入" and layout.left else layout.columns
        return known, len(known) == len(money)
    return (Columns(tuple(own[j] for j in money), subjects=subjects), True) if money else (None, False)


def holds_targets(path: Path) -> bool:
    """Whether a column holds values of performance targets, which may be words and have a reader of their own."""
    return bool(path) and target_heads.field_of(path[-1]) == "value"


def read_row(
    row: GridRow, keys: dict[int, str], money: Sequence[int], placed: bool, rated: Set[int]
) -> tuple[Row | None, list[tuple[int, ReadNote]]]:
    """The row's fields, its amounts and (in `rated` columns) percentages; text among them is told with its column."""
    fields = row_fields(row, keys)
    amounts: list[Amount] = []
    positions: list[int] = []
    rates, notes = [], []
    for place, j in enumerate(money):
        cell = row.cells[j]
        amount = (percent if place in rated else parse)(cell, row.line, row.origin(j))
        if amount is not None and place in rated:
            rates.append((place, amount))
        elif amount is not None:
            amounts.append(amount)
            positions.append(place)
        elif cell and not is_total_word(cell) and not is_share(cell):
            notes.append((j, ReadNote("unreadable-row", cell[:60], row.line, row.line)))
    if not fields and not amounts:
        return None, notes
    apart = not any(row.merged[j + 1 : j + 2] == "<" and j + 1 in money for j in (money[n] for n in positions))
    places = tuple(positions) if placed and apart else None  # which of its columns does a figure over several stand in?
    return Row(fields, tuple(amounts), places, row.line, row.line, tuple(rates)), notes


def code_and_name(cell: str) -> tuple[str, str] | None:
    """The code and the name that a cell holds; a code behind a name is one only if a list has both."""
    if before := CODE_NAME.match(key(cell)):
        return before[1], before[2]
    behind = NAME_CODE.match(key(cell))
    if behind is None:
        return None
    found = (codes.scheme(scheme).candidates(behind[1]) for _, scheme in LISTS)
    return (behind[2], behind[1]) if any(each.notation == behind[2] for some in found for each in some) else None


def row_fields(row: GridRow, keys: dict[int, str]) -> Fields:
    """Key cells by field; the parts of a code in several columns are joined, a code with its name is taken apart."""
    fields: Fields = {}
    for code in ("code", "gov_code", "function_code"):
        parts = [row.cells[j].replace(" ", "") for j, name in keys.items() if name == code]
        if len(parts) > 1 and any(parts):
            fields[f"{code}_parts"] = "|".join(parts)
    first = min(keys, default=0)
    for j, name in keys.items():
        cell = row.cells[j] or (row.cells[row.owner(j)] if j == first else "")
        if not cell or name == "indicator":
            continue
        coded = code_and_name(cell) if name in NAMED else None
        if coded:
            fields[f"{NAMED[name]}code"], fields[f"{NAMED[name]}label"] = coded
        elif name in fields and name in CODE_FIELDS:
            fields[name] += cell.replace(" ", "")
        elif name in fields and is_total_word(cell):
            fields["more"] = cell
        elif name == "label" and fields.get(name) and row.merged[first : first + 1] == "^" and keys[first] == name:
            fields[name] = cell  # a part of what the first column, drawn over several rows, names
        else:
            fields.setdefault(name, cell.replace(" ", "") if name in CODE_FIELDS else cell)
    if "function" in fields and "label" not in fields:  # printed by its name alone
        fields["label"] = fields.pop("function")
    return own_subject(fields)
