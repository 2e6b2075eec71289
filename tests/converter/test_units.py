"""The unit of tables that state none: from the text, proved by its figures, or left open."""

from __future__ import annotations

from pathlib import Path

from converter.document import Document, Line
from converter.tables import RawTable
from converter.units import with_units

PATH = Path("a.pdf")


def table(unit: str | None, first: int, *rows: str) -> RawTable:
    lines = tuple(Line(number, row) for number, row in enumerate(rows, start=first))
    return RawTable("expenditure_summary", "部门支出总表", unit, 1, lines[:1], lines[1:], ())


def unit_of(*prose: str, others: tuple[RawTable, ...] = ()) -> tuple[str | None, bool]:
    """The unit of a silent table in a document with this prose, and whether it states it itself."""
    silent = table(None, 1, "部门支出总表", "合计\t1,234.56\t1,000.50", "行政运行\t234.06\t0.00")
    lines = [*silent.head, *silent.body]
    lines += [Line(number, text) for number, text in enumerate(prose, start=100)]
    found = with_units((silent, *others), Document(PATH, b"", "text/plain", tuple(lines)))[0]
    return found.unit, found.stated


def test_the_text_says_it_once_for_all_tables() -> None:
    assert unit_of("说明：以下各表金额单位：万元") == ("万元", False)


def test_two_amounts_of_the_prose_prove_it() -> None:
    prose = "2026年支出总计1234.56万元，其中基本支出1000.50万元。"
    assert unit_of(prose) == ("万元", False)
    assert unit_of(prose, others=(table("元", 50, "三公经费表", "合计\t3"),)) == ("万元", False)
    assert unit_of("支出总计1,234.56元，其中基本支出1,000.50元。") == ("元", False)


def test_figures_with_blanks_in_their_cells_prove_it_too() -> None:
    rows = (Line(1, "部门支出总表"), Line(2, "合计\t1, 234.56\t1, 000.50", merged="..."))
    silent = RawTable("expenditure_summary", "部门支出总表", None, 1, rows[:1], rows[1:], ())
    prose = Line(100, "2026年支出总计1234.56万元，其中基本支出1000.50万元。")
    assert with_units((silent,), Document(PATH, b"", "text/plain", (*rows, prose)))[0].unit == "万元"


def test_one_amount_or_a_short_one_proves_nothing() -> None:
    assert unit_of("2026年支出总计1234.56万元。") == (None, True)
    assert unit_of("行政运行234.06万元", "共0.12万元，约5元。") == (None, True)


def test_two_units_in_the_text_leave_it_open() -> None:
    assert unit_of("以下各表单位：万元", "本表单位：元") == (None, True)


def test_a_stated_unit_stays() -> None:
    stated = table("千元", 1, "部门支出总表", "合计\t1,234.56\t1,000.50")
    document = Document(PATH, b"", "text/plain", (Line(9, "支出总计1234.56万元，基本支出1000.50万元"),))
    assert with_units((stated,), document) == (stated,)
