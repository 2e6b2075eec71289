"""Texts whose columns are kept by blanks (`pdftotext -layout`). All figures are made up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import converter
from converter.document import Document
from converter.readers import read_document
from converter.readers import spaced as spaced_tables
from converter.readers.spaced_cells import Cell
from converter.readers.spaced_head import Column, Group, is_two_words, left_beside
from converter.readers.spaced_rows import Laid

HEAD = ["                 {title}", "部门：某市水利局                                              单位：万元", ""]
ENDS = (36, 48, 60, 72, 84)  # where the amounts end
NAME = "410703-text.txt"  # begins with the code of a region
Read = Callable[..., Document]


def spaced(*words: tuple[int, str]) -> str:
    """A line with words from these places on."""
    line = ""
    for place, word in words:
        line = line.ljust(place) + word
    return line


def row(code: str, name: str, *amounts: str, indent: int = 0) -> str:
    """A row: a code, a name, and amounts that end below each other."""
    printed = [(end - len(text), text) for end, text in zip(ENDS, amounts, strict=False) if text]
    return spaced(*([(indent, code)] if code else []), *([(14, name)] if name else []), *printed)


ROWS = [
    row("", "  合计", "1,262.00", "1,060.00", "950.00", "110.00", "202.00"),
    row("213", "农林水支出", "1,262.00", "1,060.00", "950.00", "110.00", "202.00"),
    row("21303", "水利", "1,262.00", "1,060.00", "950.00", "110.00", "202.00", indent=2),
    row("2130301", "行政运行", "860.00", "860.00", "760.00", "100.00", indent=4),
    row("2130304", "水利行业业务管理", "202.00", "", "", "", "202.00", indent=4),
    row("2130399", "其他水利支出", "200.00", "200.00", "190.00", "10.00", indent=4),
]
SUMS = ("860.00", "860.00", "760.00", "100.00", "0.00")
GROUPED = [
    spaced((54, "基本支出")),
    spaced((2, "科目编码"), (17, "科目名称"), (31, "合计"), (79, "项目支出")),
    spaced((43, "小计"), (55, "人员经费"), (67, "公用经费")),
    *ROWS,
]
WRAPPED = [
    row("", "机关事业单位基本养老保险"),
    row("2080505", "", "30.00", "30.00", "30.00", indent=4),
    row("", "缴费支出"),
]
SIDES = [
    spaced((14, "收   入"), (50, "支   出")),
    spaced((6, "项   目"), (22, "预算数"), (40, "项   目"), (58, "预算数")),
    spaced((0, "一、一般公共预算拨款收入"), (20, "1,202.00 一、社会保障和就业支出"), (57, "102.00")),
    spaced((0, "二、政府性基金预算拨款收入"), (23, "60.00 二、农林水支出"), (55, "1,160.00")),
    spaced((0, "三、其他收入")),
    spaced((4, "收入总计"), (20, "1,262.00"), (36, "支出总计"), (55, "1,262.00")),
]
NARROW = [
    spaced((38, "财政拨款收入")),
    spaced((2, "单位名称"), (16, "合计"), (58, "其他收入")),
    spaced((29, "一般公共预 政府性基金 国有资本经")),
    spaced((30, "算收入"), (36, "预算收入 营预算收入")),
    spaced((3, "合计"), (14, "1,262.00"), (28, "1,200.00"), (40, "40.00"), (49, "20.00"), (60, "2.00")),
    spaced((0, "某市水文站"), (14, "1,262.00"), (28, "1,200.00"), (40, "40.00"), (49, "20.00"), (60, "2.00")),
    spaced((0, "某市水利局"), (14, "1,262.00"), (28, "1,200.00"), (40, "40.00"), (49, "20.00"), (60, "2.00")),
]
UNCERTAIN = [
    spaced((2, "科目名称"), (16, "合计"), (24, "一般公共预算"), (44, "政府性基金预算"), (58, "其他资金")),
    spaced((3, "合计"), (14, "60.00"), (35, "60.00")),
    spaced((3, "水利"), (14, "40.00"), (35, "40.00")),
    spaced((3, "林业"), (14, "20.00"), (35, "20.00")),
]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads lines below a title and a unit as a text file."""

    def read_lines(lines: list[str], title: str = "2026年部门预算一般公共预算支出表") -> Document:
        path = tmp_path / NAME
        path.write_text("\n".join([*HEAD, *lines]).format(title=title), "utf-8")
        return read_document(path)

    return read_lines


def cells(document: Document) -> list[list[str]]:
    """The cells of the lines of cells."""
    return [line.text.split("\t") for line in document.lines if line.aligned]


def test_columns_are_told_by_where_words_and_amounts_stand(read: Read) -> None:
    document = read(GROUPED)
    found = cells(document)
    assert found[0] == ["科目编码", "科目名称", "合计", "基本支出", "", "", "项目支出"]
    assert found[1] == ["", "", "", "小计", "人员经费", "公用经费", ""]
    assert found[-2] == ["2130304", "水利行业业务管理", "202.00", "", "", "", "202.00"]
    assert [line.merged for line in document.lines if line.aligned][:2] == ["....<<.", "^^^...^"]


def test_lines_keep_their_numbers(read: Read) -> None:
    lines = read(GROUPED).lines
    assert lines[11].text.startswith("2130399\t其他水利支出\t200.00")
    assert [line.number for line in lines] == list(range(1, 13))


def test_figures_are_placed(read: Read, tmp_path: Path) -> None:
    read(GROUPED)
    disclosure = converter.read(tmp_path / NAME)
    found = {(cell.row_code, cell.column_path): cell.published_value for cell in disclosure.cell_facts if cell.known}
    assert found["2130304", "项目支出"] == "202.00"
    assert found["2130399", "基本支出/公用经费"] == "10.00"


def test_two_sides_whose_cells_nearly_touch(read: Read) -> None:
    found = cells(read(SIDES, "收支总表"))
    assert found[0] == ["收入", "", "支出", ""]
    assert found[3] == ["二、政府性基金预算拨款收入", "60.00", "二、农林水支出", "1,160.00"]
    assert found[-1] == ["收入总计", "1,262.00", "支出总计", "1,262.00"]


def test_lines_of_a_name_around_the_figures_of_its_row(read: Read) -> None:
    found = cells(read([*GROUPED[:6], *WRAPPED, *GROUPED[6:]]))
    assert ["2080505", "机关事业单位基本养老保险缴费支出", "30.00", "30.00", "30.00", "", ""] in found


def test_heads_that_nearly_touch_and_are_wrapped(read: Read) -> None:
    found = cells(read(NARROW, "收入总表"))
    assert found[0][2] == "财政拨款收入"
    assert found[1] == ["", "", "一般公共预算收入", "政府性基金预算收入", "国有资本经营预算收入", ""]
    assert found[-1] == ["某市水利局", "1,262.00", "1,200.00", "40.00", "20.00", "2.00"]


def test_a_page_without_header_goes_on_below_the_same_columns(read: Read) -> None:
    document = read([*GROUPED, "\f" + ROWS[2], ROWS[3], ROWS[4]])
    assert document.lines[-1].text == "2130304\t水利行业业务管理\t202.00\t\t\t\t202.00"
    broken = read([*GROUPED, "\f" + row("214", "交通运输支出", *SUMS), row("2130301", "行政运行", *SUMS, indent=6)])
    assert broken.lines[-1].text.startswith("2130301\t行政运行"), "codes of two levels are one column"
    lacking = read([*GROUPED, "\f" + ROWS[3], ROWS[5]])
    assert not lacking.lines[-1].aligned, "a column without content: nobody can say which"


def test_content_that_may_stand_below_two_heads_is_left_alone(read: Read) -> None:
    assert cells(read(UNCERTAIN, "支出总表")) == []


def test_rows_that_break_the_sums_of_a_header_are_left_alone(read: Read) -> None:
    wrong = [row(f"21303{n:02}", "某某支出", "900.00", "100.00", "70.00", "20.00", "1.00") for n in range(1, 6)]
    assert cells(read([*GROUPED[:3], *wrong])) == []


LOW = [
    row("2080501", "行政单位离退休", "8.00", "8.00", "8.00", indent=4),
    row("", "机关事业单位基本养老保险"),
    row("", "", "30.00", "30.00", "30.00"),
    row("2080505", "缴费支出", indent=4),
    row("", "机关事业单位职业年金缴费"),
    row("", "", "10.00", "10.00", "10.00"),
    row("2080506", "支出", indent=4),
]


def test_a_code_below_the_amounts_with_the_end_of_the_name(read: Read) -> None:
    found = cells(read([*GROUPED[:6], *LOW, *GROUPED[6:]]))
    assert ["2080505", "机关事业单位基本养老保险缴费支出", "30.00", "30.00", "30.00", "", ""] in found
    assert ["2080506", "机关事业单位职业年金缴费支出", "10.00", "10.00", "10.00", "", ""] in found


def test_lines_of_names_go_where_the_lists_know_the_name(read: Read) -> None:
    wrapped = [
        row("", "机关事业单位基本养老保"),
        row("2080505", "险缴费支出", "30.00", "30.00", "30.00", indent=4),
        "",
        row("", "机关事业单位职业年金缴"),
        row("2080506", "费支出", "10.00", "10.00", "10.00", indent=4),
    ]
    found = cells(read([*GROUPED[:6], *wrapped, *GROUPED[6:]]))
    assert ["2080505", "机关事业单位基本养老保险缴费支出", "30.00", "30.00", "30.00", "", ""] in found
    assert ["2080506", "机关事业单位职业年金缴费支出", "10.00", "10.00", "10.00", "", ""] in found


def test_the_first_name_may_begin_above_its_amounts(read: Read) -> None:
    projects = [
        spaced((3, "项目名称"), (22, "合计"), (32, "本年拨款"), (45, "上年结转")),
        spaced((0, "某市水利局（本")),
        spaced((18, "1,262.00"), (30, "1,260.00"), (45, "2.00")),
        spaced((0, "级）")),
        spaced((2, "水库巡查"), (18, "1,062.00"), (30, "1,060.00"), (45, "2.00")),
        spaced((2, "防汛值守"), (20, "200.00"), (32, "200.00"), (45, "0.00")),
    ]
    found = cells(read(projects, "项目支出表"))
    assert [line[0] for line in found] == ["项目名称", "某市水利局（本级）", "水库巡查", "防汛值守"]


def test_a_side_begins_with_its_names(read: Read) -> None:
    sides = [
        spaced((11, "收   入"), (53, "支    出")),
        spaced((6, "项目"), (19, "行次"), (24, "金额"), (35, "项目"), (48, "行次"), (57, "合计"), (63, "财政拨款")),
        *(
            spaced((0, f"{n}、{name}"), (18, str(i)), (23, "202.00"), (30, f"{n}、农林水支出"), (48, str(i + 4)),
                   (54, "202.00"), (64, "202.00"))
            for i, (n, name) in enumerate(zip("一二三", ("财政拨款收入", "事业收入", "其他收入"), strict=True), 1)
        ),
    ]
    found = cells(read(sides, "收支总表"))
    assert found[0] == ["收入", "", "", "支出", "", "", ""]


def test_two_words_of_the_lists_below_each_other_are_two_heads() -> None:
    heads = [Cell("公务接待费", 0, 10, 15), Cell("政府性基金预算", 1, 9, 16)]
    assert is_two_words(heads)
    assert not is_two_words([Cell("政府性", 0, 10, 13), Cell("基金预算", 1, 10, 14)])


def test_a_kind_of_money_right_of_a_side_speaks_against_a_reading() -> None:
    side = Group("支出", (Column("项目", 0, 2), Column("合计", 10, 12)))
    money = Column("国有资本经营预算", 20, 28)
    assert left_beside([side, money]) == 1
    assert left_beside([side, Column("备注", 20, 22)]) == 0
    assert left_beside([Group("基本支出", (Column("小计", 0, 2), Column("人员经费", 4, 8))), money]) == 0


@pytest.mark.parametrize(
    "torn",
    [
        row("2080505", "机关事业单位基本养老", "30.00", "30.00", "30.00", indent=4),
        row("2130305", "水利工程建设（", "30.00", "30.00", "30.00", indent=4),
        row("2130305", ".79", "30.00", "30.00", "30.00", indent=4),
    ],
)
def test_names_that_would_be_torn_leave_their_lines_alone(read: Read, torn: str) -> None:
    assert cells(read([*GROUPED[:6], torn, *GROUPED[6:]])) == []


def test_two_readings_that_cost_nearly_the_same_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    laid = Laid((("合计",), ("项目",)), (), frozenset())
    table = spaced_tables.Table(laid, (), (0, 1))
    ways = {(("合计",), ("项目",)): (1.0, table), (("合计",), ("支出", "项目")): (1.03, table)}
    monkeypatch.setattr(spaced_tables, "ways_of", lambda part: ways)
    part = spaced_tables.Part((), ())
    monkeypatch.setattr(spaced_tables, "continued", lambda part, others: None)
    assert spaced_tables.tables_of([part]) == [None]
    ways[("合计",), ("支出", "项目")] = (2.0, table)
    assert spaced_tables.tables_of([part]) == [table]


@pytest.mark.parametrize(
    "lines",
    [
        ["科目编码 科目名称 合计 基本支出 项目支出", *["2130301 行政运行 860.00 860.00 0.00"] * 5],
        ["  2026 年预算 1,262.00 万元，  比上年增加 3.00 万元，  占 2.0%。"] * 5,
    ],
)
def test_other_texts_stay_as_they_are(read: Read, lines: list[str]) -> None:
    assert cells(read(lines)) == []
