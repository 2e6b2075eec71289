"""Key figures are taken from tables that were understood, or not at all. All figures are made up."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from webpages import figures, page

from converter import read
from converter.key_figures import key_figures

ITEMS = "因公出国（境）费", "公务用车购置及运行费", "公务接待费"


def of_table(folder: Path, title: str, *rows: str) -> dict[str, Decimal]:
    """The key figures of a page with this one table; `|` parts its cells."""
    return figures(page(folder, (title, [row.split("|") for row in rows])))


def test_the_total_of_a_table_with_its_parts(tmp_path: Path) -> None:
    found = of_table(tmp_path, "“三公”经费支出表", "合计|" + "|".join(ITEMS), "9.00|1.00|5.00|3.00")
    assert found == {
        "threePublicExpenditure": 90_000,
        "overseasTrips": 10_000,
        "officialVehicles": 50_000,
        "officialReception": 30_000,
    }


def test_a_total_without_any_of_its_parts_is_none_of_the_three_expenses(tmp_path: Path) -> None:
    found = of_table(
        tmp_path, "“三公”经费支出表", "科目编码|科目名称|合计|基本支出|项目支出", "2120803|城市建设支出|9.00|4.00|5.00"
    )
    assert "threePublicExpenditure" not in found


def test_two_totals_of_one_meaning_that_differ_give_none(tmp_path: Path) -> None:
    head = "合计|" + "|".join(ITEMS)
    assert "threePublicExpenditure" in of_table(
        tmp_path, "“三公”经费支出表", head + "|合计", "9.00|1.00|5.00|3.00|9.00"
    )
    found = of_table(tmp_path, "“三公”经费支出表", head + "|合计", "9.00|1.00|5.00|3.00|7.00")
    assert "threePublicExpenditure" not in found and found["officialReception"] == 30_000


def test_a_value_grouped_by_blanks_is_counted_where_it_is_printed_otherwise(tmp_path: Path) -> None:
    rows = [["项目", "金额"], ["一、本年收入", "15 360.85"], ["其中：拨款", "12 000.00"], ["收入总计", "15 360.85"]]
    path = page(tmp_path, ("收支总表", rows))
    path.write_text(path.read_text("utf-8") + "<p>2025年收入总计15360.85万元。</p>", "utf-8")
    found = {figure.term: figure for figure in key_figures(read(path))}["totalRevenue"]
    assert found.amount == Decimal("153608500") and found.times_printed == 3
