"""Layout families extend each other; what they extend must be there, and not themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from converter.columns import layouts, read_layout
from converter.families import entries

BASE = """
[[table]]
id = "base"
kinds = ["expenditure_summary"]
keys = ["科目编码", "科目名称"]
columns = ["合计", "基本支出/小计", "基本支出/人员经费", "基本支出/公用经费", "项目支出"]
"""


def tables(folder: Path, text: str) -> dict[str, dict[str, object]]:
    (folder / "a-base.toml").write_text(BASE, encoding="utf-8")
    (folder / "b-own.toml").write_text(text, encoding="utf-8")
    return {str(entry["id"]): entry for entry in entries(folder)}


def test_a_layout_takes_from_its_base_what_it_does_not_say(tmp_path: Path) -> None:
    text = """
    [[table]]
    id = "own"
    extends = "base"
    keys = ["功能科目"]
    drop = ["项目支出"]
    rename = { "公用经费" = "日常公用", "小计" = "合计" }
    """
    found = tables(tmp_path, text)["own"]
    assert found == {
        "id": "own",
        "kinds": ["expenditure_summary"],
        "keys": ["功能科目"],
        "columns": ["合计", "基本支出/合计", "基本支出/人员经费", "基本支出/日常公用"],
    }
    assert read_layout(found).columns.paths[1] == ("基本支出", "合计")


def test_layouts_extend_over_several_steps_in_any_order(tmp_path: Path) -> None:
    text = """
    [[table]]
    id = "last"
    extends = "middle"
    columns = ["合计"]
    [[table]]
    id = "middle"
    extends = "base"
    rows = "items"
    """
    found = tables(tmp_path, text)
    assert found["last"]["columns"] == ["合计"] and found["last"]["rows"] == "items"
    assert found["middle"]["keys"] == found["base"]["keys"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[[table]]\nid = "own"\nextends = "nothing"', "extends 'nothing'"),
        ('[[table]]\nid = "own"\nextends = "own"', "extends 'own'"),
        ('[[table]]\nid = "a"\nextends = "b"\n[[table]]\nid = "b"\nextends = "a"', "does not extend it"),
        ('[[table]]\nid = "own"\nextends = "base"\ndrop = ["经营支出"]', "drops 经营支出"),
        ('[[table]]\nid = "base"\ncolumns = ["合计"]', "is there already"),
    ],
)
def test_a_layout_that_extends_wrongly_is_refused(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=message):
        tables(tmp_path, text)


def test_our_own_families_extend_each_other() -> None:
    found = {layout.id: layout for layout in layouts()}
    assert found["national-balance-budgeted"].columns.paths == (("预算数",),)
    assert found["national-balance-budgeted"].left is not None
    assert found["henan-revenue-by-fund"].kinds == found["henan-revenue"].kinds
