"""The budget of a whole government is refused: it is no department's."""

from __future__ import annotations

from pathlib import Path

import pytest

import converter
from converter.disclosure import Disclosure
from converter.errors import DocumentError
from converter.governments import government_words
from converter.naming import TITLE_NAME, names_by

REVENUE = """安阳县2026年一般公共预算收入表
单位：万元
项目\t2025年执行数\t2026年预算数
一、税收收入\t4,500.00\t4,700.00
增值税\t2,000.00\t2,100.00
企业所得税\t1,500.00\t1,550.00
{last}\t1,000.00\t1,050.00
收入合计\t4,500.00\t4,700.00
安阳县2026年一般公共预算支出情况表
单位：万元
科目编码\t科目名称\t预算数
201\t一般公共服务支出\t2,000.00
205\t教育支出\t2,700.00
\t合计\t4,700.00
"""


def text(tmp_path: Path, last: str, *more: str) -> Path:
    path = tmp_path / "安阳县财政局-2026.txt"
    path.write_text("\n".join(("安阳县2026年政府预算公开", REVENUE.format(last=last), *more)), "utf-8")
    return path


DEBT = "安阳县2026年地方政府一般债务余额和债务限额情况表\n单位：万元\n地区\t限额\t余额\n安阳县\t2,100.00\t2,010.00\n"


@pytest.mark.parametrize(("last", "more"), [("契税", ()), ("专项收入", (DEBT,))])
def test_tables_with_taxes_or_debt_limits_are_refused(last: str, more: tuple[str, ...], tmp_path: Path) -> None:
    with pytest.raises(DocumentError) as caught:
        converter.read(text(tmp_path, last, *more))
    assert "the budget of a whole government (政府预算)" in caught.value.message and "部门预算" in caught.value.remedy


def test_two_taxes_alone_show_nothing(tmp_path: Path) -> None:
    assert converter.read(text(tmp_path, "专项收入")).identity.organisation.name == "安阳县财政局"


def test_no_sample_is_a_governments(readings: dict[str, Disclosure]) -> None:
    assert not any(government_words(reading.tables) for reading in readings.values())


def test_a_governments_title_names_no_body() -> None:
    titles = ["安阳县2026年政府预算公开", "安阳县政府2026年部门预算", "2026年水冶镇人民政府预算公开"]
    assert names_by(TITLE_NAME, titles) == ["安阳县政府", "水冶镇人民政府"]
