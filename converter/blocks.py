"""Which columns of a marked table are keys, which are money, and which of them stand side by side as blocks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from converter.amounts import looks_printed, parse
from converter.columns import Path
from converter.header import GridRow
from converter.lexicon import counts_things, key_field, path_meaning
from converter.words import key

SIDE_WORDS = {
    "收入": {"收入", "本年收入", "财政拨款收入", "收入预算", "收入总计", "收入项目", "资金来源"},
    "支出": {"支出", "本年支出", "财政拨款支出", "支出预算", "支出总计", "支出项目"},
}
PERCENT = re.compile(r"^[-+]?[\d,.]+[%％]$")


def field_of(path: Path) -> str | None:
    """The row field that a column holds, or None for a money column; a group without words below it holds names."""
    if not path:
        return None
    name = {"group": "label", "group_gov": "gov_label"}.get(key_field(path[-1]))
    return name or named_field(path)


def named_field(path: Path) -> str | None:
    """The field that the last word of a path names, unless that is the name of a group."""
    name = key_field(path[-1])
    if not name or name.startswith("group"):
        return None
    group = any(key_field(word) == "group_gov" for word in path[:-1])
    return f"gov_{name}" if group and name in {"code", "label"} else name


def field_anywhere(path: Path) -> str | None:
    """The field of a key column whose header cells have slipped: the first key word of its path."""
    return next((name for depth in range(len(path)) if (name := named_field(path[: depth + 1]))), None)


def side_of(path: Path) -> str:
    """收入 or 支出 when the top word of a column names a side of the budget, else empty."""
    top = re.sub(r"[(（].*[)）]$", "", key(path[0])) if path else ""
    return next((side for side in ("收入", "支出") if top in SIDE_WORDS[side]), "")


def is_text_column(body: Sequence[GridRow], column: int) -> bool:
    """Whether most filled cells of a column are words."""
    cells = [row.cells[column] for row in body if row.cells[column]]
    return sum(parse(cell, 1) is None and not is_share(cell) for cell in cells) * 2 > len(cells)


def is_share(cell: str) -> bool:
    """Whether a cell holds a percentage or a dash for nothing."""
    return bool(PERCENT.match(cell.strip())) or not cell.strip("-—－–/／\\ ")


def split(kind_words: str, paths: Sequence[Path], body: Sequence[GridRow]) -> list[tuple[str, list[int]]]:
    """(name, columns) of each block: one without a name, or several that stand side by side.

    A block begins where words follow figures: between 收入 and 支出, in a table whose title names both sides, or where
    a key column's header is printed again.
    """
    two_sided = any(word in kind_words for word in ("收支", "收入支出")) or both_sides(paths)
    words = [is_words(path, body, j) for j, path in enumerate(paths)]
    figures = [not words[j] and has_figures(path, body, j) for j, path in enumerate(paths)]
    parts: list[list[int]] = [[]]
    for j, path in enumerate(paths):
        after = any(figures[i] for i in parts[-1])
        if words[j] and after and any(figures[j:]) and (two_sided or begins_anew(path, parts, paths)):
            parts.append([])
        parts[-1].append(j)
    if len(parts) == 1 or not two_sided:
        return [("", part) for part in parts]
    sides = [next((side for j in part if (side := side_of(paths[j]))), "") for part in parts]
    return [(side or ("支出" if n else "收入"), part) for n, (side, part) in enumerate(zip(sides, parts, strict=True))]


def both_sides(paths: Sequence[Path]) -> bool:
    """Whether the header names 收入 and 支出 as groups."""
    return {side for path in paths if (side := side_of(path))} == {"收入", "支出"}


def is_words(path: Path, body: Sequence[GridRow], column: int) -> bool:
    """Whether a column says what rows are about: by its header, else by what it holds."""
    field = field_of(path)
    filled = any(row.cells[column] for row in body)
    if field is not None and (not filled or field in {"code", "gov_code", "seq"}):
        return True
    return is_text_column(body, column) if filled else False


def has_figures(path: Path, body: Sequence[GridRow], column: int) -> bool:
    """Whether a column holds figures, or is empty under a header that is not that of a key column."""
    cells = [row.cells[column] for row in body if row.cells[column]]
    if not cells:
        return bool(path) and field_of(path) is None
    headed = means_money(path)
    return any(looks_printed(cell) or (headed and parse(cell, 1) is not None) for cell in cells)


def means_money(path: Path) -> bool:
    """Whether a header says that its column holds amounts, and not numbers of things."""
    if not path or field_of(path) is not None or counts_things(path):
        return False
    return path_meaning(path).known


def begins_anew(path: Path, parts: Sequence[Sequence[int]], paths: Sequence[Path]) -> bool:
    """Whether a column prints the header of the first key column again."""
    first = paths[parts[0][0]] if parts[0] else ()
    return bool(path) and bool(first) and key(path[-1]) == key(first[-1])
