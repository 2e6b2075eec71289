"""Short names of regions: what they mean, and when they mean more than one place or none."""

from __future__ import annotations

import pytest

from ontology.regions import regions
from ontology.short_names import leading_name, short_name
from ontology.tables import rows


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("楚雄州", "532300"), ("黔南州", "522700"), ("延边州", "222400"), ("积石山县", "622927"), ("龙胜县", "450328"),
        ("鄂伦春旗", "150723"), ("长白县", "220623"), ("楚雄州武定县", "532329"), ("云南楚雄州武定县", "532329"),
        ("新疆阿克陶县", "653022"), ("广西柳州柳江区", "450206"), ("北京朝阳区", "110105"), ("南京鼓楼区", "320106"),
    ],
)  # fmt: skip
def test_a_short_name_is_that_of_one_region(name: str, code: str) -> None:
    assert [region.code for region in regions().candidates(name)] == [code]


def test_a_place_that_bore_the_name_when_budgets_were_published_is_meant_too() -> None:
    assert {region.code for region in regions().candidates("东乡县")} == {"622926", "361029"}


def test_a_place_that_lost_the_name_before_is_not_meant() -> None:
    assert [region.code for region in regions().candidates("陵水县")] == ["469028"]


@pytest.mark.parametrize("name", ["南阳", "大连", "广西", "北京", "西州", "长县", "融县", "云南武定"])
def test_half_a_name_is_no_region(name: str) -> None:
    assert regions().candidates(name) == ()


def test_every_autonomous_prefecture_and_county_has_a_short_name() -> None:
    found = [region for region in regions() if region.current and region.name.endswith(("自治州", "自治县", "自治旗"))]
    assert len(found) > 140
    for region in found:
        short = short_name(region.name)
        assert 3 <= len(short) < len(region.name) and "自治" not in short and "族" not in short, region.name
        assert region in regions().candidates(short)


def test_what_leads_up_to_a_name() -> None:
    names = ("内蒙古自治区", "宁夏回族自治区", "北京市", "红河哈尼族彝族自治州", "通州区")
    assert [leading_name(name) for name in names] == ["内蒙古", "宁夏", "北京", "红河州", ""]
    assert len(list(rows("codelists", "ethnic-groups.csv"))) == 55
