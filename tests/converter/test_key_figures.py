"""Key figures are taken from tables that were understood, or not at all. All figures are made up."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from webpages import NAME, figures, page

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


TABLE = ("政府采购情况表", [["项目", "金额"], ["复印纸", "1.00"], ["合计", "1.00"]])


def with_prose(folder: Path, prose: str, title: str = "2025年新乡市卫滨区教育局部门预算") -> dict[str, Decimal]:
    """The key figures of a page on which the prose alone gives them."""
    path = page(folder, TABLE)
    text = path.read_text("utf-8").replace(f"<h1>{NAME}</h1>", f"<h1>{title}</h1><p>{prose}</p>")
    path.write_text(text, "utf-8")
    return figures(path)


def test_a_final_account_does_not_take_what_was_budgeted_for_what_was_spent(tmp_path: Path) -> None:
    prose = "“三公”经费财政拨款支出预算为76.43万元，支出决算为46.21万元，完成预算的60.46%。"
    account = with_prose(tmp_path, prose, "2024年度新乡市卫滨区教育局部门决算")
    assert account["threePublicExpenditure"] == 462_100


def test_of_an_amount_that_the_prose_also_rounds_the_exact_one_is_taken(tmp_path: Path) -> None:
    found = with_prose(tmp_path, "2025年收入总计1958万元。2025年收入总计1957.74万元。")
    assert found["totalRevenue"] == 19_577_400


def test_an_amount_that_is_rounded_more_than_the_tables_is_no_key_figure(tmp_path: Path) -> None:
    assert with_prose(tmp_path, "2025年收入总计1957万元。") == {}
    assert with_prose(tmp_path, "2025年收入总计1957.40万元。") == {"totalRevenue": 19_574_000}


def test_amounts_of_one_subject_that_differ_give_no_key_figure(tmp_path: Path) -> None:
    found = with_prose(tmp_path, "2025年收入总计1957.74万元。2025年收入总计1962万元。“三公”经费预算为3.00万元。")
    assert "totalRevenue" not in found and found["threePublicExpenditure"] == 30_000
