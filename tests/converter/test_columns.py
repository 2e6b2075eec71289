"""Header trees and their identities, the layouts, and placing by column sums on random tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from converter.amounts import Amount
from converter.columns import Columns, Identity, Layout, columns_of, layouts, match_layout, node_words
from converter.knowledge import Knowledge
from converter.lexicon import is_count
from converter.placed import PlacedBlock, PlacedRow
from converter.placing import fits_as_printed, groups, improve, obeys, start
from converter.row_keys import KeyedRow, RowKey
from converter.sheet import Row
from converter.sums import tolerance, vector
from converter.tables import RawTable, kind_rules

HALF = Decimal("0.005")

# identities of header trees


def sums(*paths: str) -> set[tuple[int, tuple[int, ...]]]:
    return {(i.total, i.parts) for i in columns_of(paths).identities if not i.bound}


def bounds(*paths: str) -> set[tuple[int, tuple[int, ...]]]:
    return {(i.total, i.parts) for i in columns_of(paths).identities if i.bound}


def test_a_total_column_is_the_sum_of_its_siblings() -> None:
    assert sums("合计", "基本支出", "项目支出") == {(0, (1, 2))}
    assert sums("基本支出", "项目支出", "合计") == {(2, (0, 1))}


def test_a_subtotal_stands_for_its_group() -> None:
    paths = ("合计", "基本支出/小计", "基本支出/人员经费", "基本支出/公用经费", "项目支出")
    assert sums(*paths) == {(1, (2, 3)), (0, (1, 4))}


def test_a_group_without_subtotal_is_the_sum_of_its_columns() -> None:
    assert sums("合计", "基本支出/人员经费", "基本支出/公用经费", "项目支出") == {(0, (1, 2, 3))}


def test_groups_within_groups() -> None:
    inner = ("基本支出/人员经费/工资福利支出", "基本支出/人员经费/对个人和家庭的补助")
    assert sums("合计", "基本支出/小计", *inner, "基本支出/公用经费", "项目支出") == {(1, (2, 3, 4)), (0, (1, 5))}


def test_of_which_is_a_bound_and_no_part() -> None:
    paths = ("合计", "一般公共预算/小计", "一般公共预算/其中：财政拨款", "政府性基金")
    assert sums(*paths) == {(0, (1, 3))}
    assert bounds(*paths) == {(1, (2,))}


def test_a_second_breakdown_of_the_total_is_a_bound_and_no_part() -> None:
    paths = ("总计", "合计/一般公共预算", "合计/政府性基金", "本年收入/合计", "本年收入/事业收入", "上年结转")
    assert sums(*paths) == {(3, (4,)), (0, (3, 5))}
    assert bounds(*paths) == {(0, (1, 2))}
    assert [columns_of(paths).role(i) for i in range(6)] == ["total", "total", "total", "total", "detail", "detail"]


def test_columns_without_a_total_say_nothing() -> None:
    assert sums("基本支出", "项目支出") == set()
    assert [columns_of(("基本支出", "项目支出")).role(i) for i in (0, 1)] == ["detail", "detail"]


def test_roles_of_total_part_and_of_which() -> None:
    columns = columns_of(("合计", "一般公共预算/小计", "一般公共预算/其中：财政拨款", "政府性基金"))
    assert [columns.role(i) for i in range(4)] == ["total", "detail", "memo", "detail"]


@given(st.lists(st.one_of(st.none(), st.integers(0, 10**7)), min_size=1, max_size=6), st.integers(-4, 4))
def test_an_identity_holds_within_half_a_place_for_each_number(cents: list[int | None], off: int) -> None:
    parts = [None if cent is None else Decimal(cent).scaleb(-2) for cent in cents]
    printed = [part for part in parts if part is not None]
    identity = Identity(0, tuple(range(1, len(parts) + 1)))
    if not printed:
        assert identity.holds([None, *parts], HALF)
        return
    moved = sum(printed, Decimal(0)) + off * 2 * HALF
    allowed = abs(off) * 2 <= sum(part != 0 for part in printed) + 1
    assert identity.holds([moved, *parts], HALF) or not allowed
    assert not identity.holds([moved, *parts], HALF) or abs(off) * 2 <= len(printed) + 1


def test_blank_is_not_nil() -> None:
    identity = Identity(0, (1, 2))
    assert identity.holds([None, None, None], HALF)
    assert identity.holds([Decimal(0), None, None], HALF)
    assert not identity.holds([None, Decimal(1), None], HALF)
    assert not identity.holds([Decimal(1), None, None], HALF)


# layouts


def header_of(layout: Layout) -> str:
    return "".join([*layout.keys, *(node_words(layout.left) if layout.left else ()), *node_words(layout.columns)])


def named(layout: Layout) -> str:
    return layout.id


def test_layouts_are_there_and_have_names_of_their_own() -> None:
    names = [layout.id for layout in layouts()]
    assert len(names) >= 20 and len(set(names)) == len(names)


@pytest.mark.parametrize("layout", layouts(), ids=named)
def test_a_layout_is_of_known_kinds_and_words(layout: Layout) -> None:
    assert layout.kinds and set(layout.kinds) <= {rule.name for rule in kind_rules()}
    assert layout.rows in {"", "items"}
    for columns in (layout.columns, *([layout.left] if layout.left else [])):
        assert len(columns) and len(set(columns.paths)) == len(columns)
        assert [path for path, meaning in zip(columns.paths, columns.meanings, strict=True) if not meaning.known] == []


@pytest.mark.parametrize("layout", layouts(), ids=named)
def test_a_layout_is_picked_by_its_own_words(layout: Layout) -> None:
    for kind in layout.kinds:
        assert match_layout(kind, header_of(layout)) is layout
        assert match_layout(kind, " ".join(header_of(layout)) + "注") is layout


@pytest.mark.parametrize("layout", layouts(), ids=named)
def test_a_layout_is_not_picked_with_a_word_missing_or_too_many_left(layout: Layout) -> None:
    for kind in layout.kinds:
        assert match_layout(kind, header_of(layout)[:-1]) is not layout
        assert match_layout(kind, header_of(layout) + "另有四字") is not layout


@pytest.mark.parametrize("layout", layouts(), ids=named)
def test_every_total_column_of_a_layout_has_an_identity(layout: Layout) -> None:
    """A 合计 or 小计 is the sum of others, or the whole of its group of which others are a part."""
    columns = layout.columns
    explained = columns.totals | columns.alternatives | {i.total for i in columns.identities}
    sums_of_others = [i for i, meaning in enumerate(columns.meanings) if meaning.total]
    assert len(columns) == 1 or [i for i in sums_of_others if i not in explained] == []


# placing

TREES = (
    ("合计", "基本支出", "项目支出"),
    ("合计", "基本支出", "项目支出", "经营支出"),
    ("合计", "基本支出/人员经费", "基本支出/公用经费", "项目支出"),
    ("合计", "基本支出/小计", "基本支出/人员经费", "基本支出/公用经费", "项目支出"),
    ("合计", "一般公共预算/小计", "一般公共预算/其中：财政拨款", "政府性基金", "单位资金"),
    ("基本支出", "项目支出", "经营支出"),
)


@dataclass(frozen=True)
class Drawn:
    """A made-up table: its columns, the printed figures of each row (None is blank), the total row first."""

    columns: Columns
    rows: tuple[tuple[int | None, ...], ...]

    def where(self, row: int) -> tuple[int, ...]:
        """The columns in which a row's figures stand."""
        return tuple(column for column, value in enumerate(self.rows[row]) if value is not None)


# One number stands for one cell: blank, a round figure that meets its like elsewhere, or any other.
CELLS = st.lists(st.integers(-400, 900), min_size=6, max_size=6)
TABLES = st.tuples(st.sampled_from(TREES), st.lists(CELLS, min_size=3, max_size=8)).map(
    lambda drawn: make_table(columns_of(drawn[0]), drawn[1])
)


def make_table(columns: Columns, seeds: Sequence[Sequence[int]]) -> Drawn:
    """Rows that obey their header, and the total row that they make."""
    rows = [make_row(columns, seed) for seed in seeds]
    whole = tuple(add(row[column] for row in rows) for column in range(len(columns)))
    return Drawn(columns, (whole, *rows))


def make_row(columns: Columns, seed: Sequence[int]) -> tuple[int | None, ...]:
    details = [column for column in range(len(columns)) if columns.role(column) == "detail"]
    values = [figure(seed[column]) if column in details else None for column in range(len(columns))]
    if not any(value is not None for value in values):
        values[details[0]] = 100
    for identity in columns.identities:  # inner totals come before outer ones
        if identity.bound:
            whole = values[identity.total]
            values[identity.parts[0]] = whole * (seed[-1] % 4) // 4 or None if whole else None
        else:
            values[identity.total] = add(values[part] for part in identity.parts)
    return tuple(values)


def figure(seed: int) -> int | None:
    """Cents: None below 0, whole hundreds up to 400, else something odd."""
    return None if seed < 0 else seed // 100 * 100 if seed < 500 else seed * 97


def add(values: Iterable[int | None]) -> int | None:
    filled = [value for value in values if value is not None]
    return sum(filled) if filled else None


def collapsed(table: Drawn) -> PlacedBlock:
    """The table without its blanks: every row has its figures, and only the total row knows their places."""
    keyed = [keyed_row(values, number) for number, values in enumerate(table.rows)]
    raw = RawTable("expenditure_summary", "支出总表", "万元", 1, (), (), ())
    rows = [start(row, table.columns, printed=False) for row in keyed]
    rows[0].candidates = [table.where(0)]
    return PlacedBlock(raw, "", table.columns, rows)


def keyed_row(values: Sequence[int | None], number: int) -> KeyedRow:
    amounts = [Amount(f"{cents / 100:.2f}", Decimal(cents).scaleb(-2), number) for cents in values if cents is not None]
    key = RowKey("total", "", "合计", role="total") if number == 0 else RowKey("function", "", str(number))
    return KeyedRow(Row({"label": key.label}, tuple(amounts), None, number, number), key)


def solved(table: Drawn) -> PlacedBlock:
    block = collapsed(table)
    while improve(block, Knowledge()):
        pass
    return block


def possible(table: Drawn) -> list[set[tuple[int, ...]]]:
    """For each part, the ways that obey the header and belong to a whole that makes the total row, cent by cent."""
    width = len(table.columns)
    target = tuple(value or 0 for value in table.rows[0])
    ways = [list(ways_of(table.columns, row)) for row in table.rows[1:]]
    ahead = [{(0,) * width}]
    for row in ways:
        ahead.append({plus(done, way) for done in ahead[-1] for _, way in row if fits(plus(done, way), target)})
    behind = {target}
    found: list[set[tuple[int, ...]]] = []
    for done, row in zip(ahead[-2::-1], reversed(ways), strict=True):
        found.append({c for c, way in row if any(minus(rest, way) in done for rest in behind)})
        behind = {minus(rest, way) for rest in behind for _, way in row if minus(rest, way) in done}
    return found[::-1]


def ways_of(columns: Columns, row: Sequence[int | None]) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    keyed = keyed_row(row, 1)
    figures = [value for value in row if value is not None]
    for candidate in combinations(range(len(columns)), len(figures)):
        if obeys(keyed, candidate, columns):
            values = [0] * len(columns)
            for column, value in zip(candidate, figures, strict=True):
                values[column] = value
            yield candidate, tuple(values)


def plus(a: tuple[int, ...], b: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(x + y for x, y in zip(a, b, strict=True))


def minus(a: tuple[int, ...], b: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(x - y for x, y in zip(a, b, strict=True))


def fits(a: tuple[int, ...], b: tuple[int, ...]) -> bool:
    return all(x <= y for x, y in zip(a, b, strict=True))


@given(TABLES)
def test_the_true_placing_is_never_excluded(table: Drawn) -> None:
    for number, row in enumerate(solved(table).rows):
        assert table.where(number) in row.candidates, (table, number)


@given(TABLES)
def test_every_kept_placing_obeys_the_header(table: Drawn) -> None:
    for row in solved(table).rows:
        assert all(obeys(row.keyed, candidate, table.columns) for candidate in row.candidates)


@given(TABLES)
def test_a_row_with_two_possible_placings_is_not_placed(table: Drawn) -> None:
    for row, ways in zip(solved(table).rows[1:], possible(table), strict=True):
        assert ways <= set(row.candidates)
        assert row.placed <= (len(ways) == 1)
        assert row.placed == (row.resolved_by != "undecided")


@given(TABLES)
def test_a_table_that_is_all_placed_adds_up(table: Drawn) -> None:
    block = solved(table)
    for total, parts in groups(block):
        if all(part.placed for part in parts):
            width = len(table.columns)
            have = [sum(c, Decimal(0)) for c in zip(*(vector(p, p.candidates[0], width) for p in parts), strict=True)]
            want = vector(total, total.candidates[0], width)
            assert all(abs(a - b) <= tolerance(parts, total) for a, b in zip(have, want, strict=True))


@given(TABLES, st.data())
def test_a_table_that_is_cut_off_excludes_nothing_true(table: Drawn, data: st.DataObject) -> None:
    lost = data.draw(st.integers(1, len(table.rows) - 1))
    rest = Drawn(table.columns, (*table.rows[:lost], *table.rows[lost + 1 :]))
    for number, row in enumerate(solved(rest).rows):
        assert rest.where(number) in row.candidates, (rest, number)


def test_two_ways_that_both_add_up_stay_undecided() -> None:
    table = Drawn(columns_of(TREES[0]), ((1000, 500, 500), (500, 500, None), (500, None, 500)))
    rows: list[PlacedRow] = solved(table).rows
    assert [row.placed for row in rows] == [True, False, False]
    assert [row.column(1) for row in rows[1:]] == [None, None] and rows[1].column(0) == 0


def test_sums_decide_what_the_header_leaves_open() -> None:
    table = Drawn(columns_of(TREES[0]), ((1000, 700, 300), (700, 700, None), (300, None, 300)))
    assert [(row.candidates, row.resolved_by) for row in solved(table).rows[1:]] == [
        ([(0, 1)], "by-sum"),
        ([(0, 2)], "by-sum"),
    ]


@pytest.mark.parametrize("word", ["数量", "数量(台/套)", "公务用车保有量(辆)", "编制人数(单位:人)", "实有人数"])
def test_heads_of_counts_say_that_no_money_stands_below(word: str) -> None:
    assert is_count(word)


@pytest.mark.parametrize("word", ["金额(万元)", "预算数", "公务用车购置费", "单价(元)", "其他人员支出"])
def test_heads_of_money_are_none_of_counts(word: str) -> None:
    assert not is_count(word)


def test_a_printed_zero_may_stand_below_a_total_left_blank_where_places_are_printed() -> None:
    columns = columns_of(("合计", "基本支出/小计", "基本支出/人员经费", "基本支出/公用经费", "项目支出"))
    amounts = tuple(Amount(text, Decimal(text), 1) for text in ("5.00", "0.00", "5.00"))
    keyed = KeyedRow(Row({"label": "小学教育"}, amounts, (0, 2, 4), 1, 1), RowKey("function", "", "小学教育"))
    assert fits_as_printed([keyed], columns)
    assert not obeys(keyed, (0, 2, 4), columns)
