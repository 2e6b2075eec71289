"""Reads tables whose cells are marked by tabs or Markdown bars."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from converter.amounts import Amount, looks_printed, parse
from converter.columns import Columns, Layout, Path, match_layout
from converter.lexicon import is_total_word, key_words
from converter.sheet import Block, Fields, ReadNote, Row, Sheet
from converter.tables import RawTable, is_markdown, is_tabbed
from converter.words import key, ordinal, tidy

SEPARATOR = re.compile(r"^\|?[\s:|-]+\|?$")
# [2014001]行政运行, 2101501-行政运行: a subject code and its name in one cell
CODE_NAME = re.compile(r"^[\[【]?(\d{3,8})[\]】]?[-—－]?([^\d\s-].*)$")
NAMED = {"code": "", "label": "", "gov_code": "gov_", "gov_label": "gov_", "function": "function_"}
SIDE_WORDS = {
    "收入": {"收入", "本年收入", "财政拨款收入", "收入预算"},
    "支出": {"支出", "本年支出", "财政拨款支出", "支出预算"},
}
CODE_FIELDS = {"code", "gov_code", "unit_code", "project_code"}
SEQUENCE_WORDS = {"栏次", "行次"}


@dataclass(frozen=True)
class GridRow:
    """One line of cells."""

    cells: tuple[str, ...]
    line: int

    @property
    def filled(self) -> tuple[str, ...]:
        return tuple(key(cell) for cell in self.cells if cell)


def read_grid(table: RawTable) -> Sheet:
    """The rows and columns of a marked table."""
    rows = grid_rows(table)
    width = max((len(row.cells) for row in rows), default=0)
    rows = [GridRow((*row.cells, *[""] * (width - len(row.cells))), row.line) for row in rows]
    size = header_size(rows)
    header, body = rows[:size], drop_repeats(rows[:size], rows[size:])
    paths = header_paths([row.cells for row in header], width)
    blocks, notes = [], []
    for name, columns in split_blocks(paths, body):
        block, problems = read_block(table, name, columns, paths, header, body)
        blocks.append(block)
        notes += problems
    return Sheet(table, tuple(blocks), tuple(notes))


def grid_rows(table: RawTable) -> list[GridRow]:
    """The lines of cells; lines of plain words between them are left out."""
    rows = []
    for line in table.body:
        if is_markdown(line.text):
            if not SEPARATOR.match(line.text.strip()):
                rows.append(GridRow(tuple(tidy(c) for c in line.text.strip().strip("|").split("|")), line.number))
        elif is_tabbed(line.text):
            rows.append(GridRow(tuple(tidy(cell) for cell in line.text.split("\t")), line.number))
    return [row for row in rows if row.filled]


def header_size(rows: Sequence[GridRow]) -> int:
    """How many rows are header: up to a row of column numbers, or to the first row with figures or a total."""
    for index, row in enumerate(rows):
        if row.filled[0] in SEQUENCE_WORDS:
            return index + 1
        if is_body(row):
            return index
    return len(rows)


def is_body(row: GridRow) -> bool:
    if any(looks_printed(cell) for cell in row.filled):
        return True
    return (len(row.filled) == 1 and is_total_word(row.filled[0])) or ordinal(row.filled[0]) is not None


def drop_repeats(header: Sequence[GridRow], body: Sequence[GridRow]) -> list[GridRow]:
    """The body without header rows that a new page repeats."""
    known = {row.filled for row in header}
    words = {word for row in header for word in row.filled}
    return [row for row in body if row.filled not in known and not (set(row.filled) <= words and len(row.filled) > 1)]


def header_paths(header: Sequence[Sequence[str]], width: int) -> list[Path]:
    """Each column's words from the top down; a merged cell counts for every column that it spans."""
    levels = [
        row
        for row in header
        if key(row[0]) not in SEQUENCE_WORDS or not all(re.fullmatch(r"\d*", key(c)) for c in row[1:])
    ]
    filled = fill_right(levels, width)
    return [tuple(word for word in (level[j] for level in filled) if word) for j in range(width)]


def fill_right(levels: Sequence[Sequence[str]], width: int) -> list[list[str]]:
    filled: list[list[str]] = []
    for depth, row in enumerate(levels):
        out: list[str] = []
        for j in range(width):
            word = row[j]
            below = any(level[j] for level in levels[depth + 1 :])
            same_parent = j > 0 and all(level[j] == level[j - 1] for level in filled)
            last_level = depth == len(levels) - 1
            if not word and j > 0 and out[j - 1] and same_parent and (below or (depth == 0 and not last_level)):
                word = out[j - 1] if below or not any(level[j - 1] for level in levels[depth + 1 :]) else word
            out.append(word)
        filled.append(out)
    return filled


def split_blocks(paths: Sequence[Path], body: Sequence[GridRow] = ()) -> list[tuple[str, list[int]]]:
    """(name, column indexes): one nameless block, or 收入 and 支出 side by side, each cut where labels begin anew."""
    named = [(side_of(path), j) for j, path in enumerate(paths)]
    sides = {name for name, _ in named if name}
    labels = [j for j, _ in enumerate(paths) if is_text_column(body, j)]
    if sides != {"收入", "支出"} or len(labels) < 2:
        return [("", list(range(len(paths))))]
    blocks = []
    for side in ("收入", "支出"):
        blocks += [(side, part) for part in cut_at_labels([j for name, j in named if name == side], labels)]
    return blocks


def side_of(path: Path) -> str:
    """收入 or 支出 when the top word of a column names a side of the budget, else empty."""
    top = key(path[0]) if path else ""
    return next((side for side in ("收入", "支出") if top in SIDE_WORDS[side]), "")


def is_text_column(body: Sequence[GridRow], column: int) -> bool:
    """Whether most filled cells of a column are words."""
    cells = [row.cells[column] for row in body if row.cells[column]]
    return sum(parse(cell, 1) is None for cell in cells) * 2 > len(cells)


def cut_at_labels(members: Sequence[int], labels: Sequence[int]) -> list[list[int]]:
    """The columns of a side, a new part wherever a column of words follows one of figures."""
    parts: list[list[int]] = []
    for j in members:
        if not parts or (j in labels and parts[-1][-1] not in labels):
            parts.append([])
        parts[-1].append(j)
    return [part for part in parts if any(j not in labels for j in part)]


def field_of(path: Path) -> str | None:
    """The row field that a column holds, or None for a money column."""
    if not path:
        return None
    name = key_words().get(key(path[-1]))
    if name is None or name.startswith("group"):
        return None
    group = any(key_words().get(key(word)) == "group_gov" for word in path[:-1])
    return f"gov_{name}" if group and name in {"code", "label"} else name


def field_anywhere(path: Path) -> str | None:
    """The field of a key column whose header cells have slipped: the first key word of its path."""
    return next((name for depth in range(len(path)) if (name := field_of(path[: depth + 1]))), None)


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


def read_block(
    table: RawTable,
    name: str,
    members: Sequence[int],
    paths: Sequence[Path],
    header: Sequence[GridRow],
    body: Sequence[GridRow],
) -> tuple[Block, list[ReadNote]]:
    """One block: with a known layout's columns when the header's words are that layout's, else with its own."""
    own = {j: tuple(w for w in paths[j] if not name or side_of((w,)) != name) for j in members}
    first_money = first_amount_column(body, members, own)
    money = [j for j in members if j >= first_money and field_of(own[j]) is None]
    layout = match_layout(table.kind, "".join(cell for row in header for cell in row.cells))
    look = field_anywhere if layout else field_of
    keys = {j: field for j in members if j not in money and (field := look(own[j]))}
    keys |= unnamed_keys(members, money, keys)
    money = fit(trim(money, header, body), own, layout)
    columns, placed = choose_columns(name, layout, money, own)
    rows, notes = [], []
    for row in body:
        read, strays = read_row(row, keys, money, placed, table)
        notes += strays
        if read is not None:
            rows.append(read)
    return Block(name, columns, tuple(rows)), [*notes, *unknown_headers(table, columns, rows)]


def unknown_headers(table: RawTable, columns: Columns | None, rows: Sequence[Row]) -> list[ReadNote]:
    """A note for each column with figures whose header words are in no list."""
    if columns is None:
        return []
    used = {place for row in rows for place in row.positions or ()}
    unknown = [j for j in sorted(used) if not columns.meanings[j].known]
    return [ReadNote("unmapped-header", "/".join(columns.paths[j]), table.first_line, table.last_line) for j in unknown]


def first_amount_column(body: Sequence[GridRow], members: Sequence[int], own: dict[int, Path]) -> int:
    """The leftmost column that holds printed amounts; key columns never do."""
    hits = [j for row in body for j in members if looks_printed(row.cells[j]) and row.cells[j] != "0"]
    return min(hits, default=next((j for j in members if field_of(own[j]) is None and own[j]), len(own)))


def trim(money: Sequence[int], header: Sequence[GridRow], body: Sequence[GridRow]) -> list[int]:
    """The money columns without trailing ones that hold neither a header word of their own nor content."""
    money = list(money)
    while money and not any(row.cells[money[-1]] for row in (*header, *body)):
        money.pop()
    return money


def choose_columns(
    name: str, layout: Layout | None, money: Sequence[int], own: dict[int, Path]
) -> tuple[Columns | None, bool]:
    """The block's columns, and whether the printed places can be taken for them."""
    if layout is not None:
        known = layout.left if name == "收入" and layout.left else layout.columns
        return known, len(known) == len(money)
    columns = Columns(tuple(own[j] for j in money))
    if money and all(columns.paths) and all(m.known for m in columns.meanings):
        return columns, True
    return (columns if money and all(columns.paths) else None), bool(money) and all(columns.paths)


def read_row(
    row: GridRow, keys: dict[int, str], money: Sequence[int], placed: bool, table: RawTable
) -> tuple[Row | None, list[ReadNote]]:
    """The row's fields and amounts; text in a money column is reported."""
    fields = row_fields(row, keys)
    amounts: list[Amount] = []
    positions: list[int] = []
    notes = []
    for place, j in enumerate(money):
        cell = row.cells[j]
        amount = parse(cell, row.line, j)
        if amount is not None:
            amounts.append(amount)
            positions.append(place)
        elif cell and not is_total_word(cell):
            notes.append(ReadNote("unreadable-row", cell[:60], row.line, row.line))
    if not fields and not amounts:
        return None, notes
    return Row(fields, tuple(amounts), tuple(positions) if placed else None, row.line, row.line), notes


def row_fields(row: GridRow, keys: dict[int, str]) -> Fields:
    """Key cells by field; the parts of a code in several columns are joined, a code with its name is taken apart."""
    fields: Fields = {}
    parts = [row.cells[j].replace(" ", "") for j, name in keys.items() if name == "code"]
    if len(parts) > 1 and any(parts) and not parts[0]:
        fields["code_parts"] = "|".join(parts)
    for j, name in keys.items():
        cell = row.cells[j]
        if not cell or name == "indicator":
            continue
        coded = CODE_NAME.match(key(cell)) if name in NAMED else None
        if coded:
            prefix = NAMED[name]
            fields[f"{prefix}code"], fields[f"{prefix}label"] = coded.group(1), coded.group(2)
        elif name in fields and name in CODE_FIELDS:
            fields[name] += cell.replace(" ", "")
        else:
            fields.setdefault(name, cell.replace(" ", "") if name in CODE_FIELDS else cell)
    return fields
