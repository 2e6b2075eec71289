"""Regions by code and by name; more than one candidate stays more than one."""

import pytest

from ontology.regions import COUNTRY, regions
from ontology.tables import rows


def test_codes_of_today_and_of_the_past() -> None:
    found = regions()
    today = found.by_code("411202")
    assert today is not None and today.full_name == "河南省三门峡市湖滨区" and today.current
    past = found.by_code("110103")
    assert past is not None and past.name == "崇文区" and not past.current
    assert found.by_code("999999") is None
    assert sum(region.current for region in found) >= 3214
    assert sum(not region.current for region in found) > 3000


def test_the_country_stands_beside_the_provinces() -> None:
    country = regions().by_code(COUNTRY)
    assert country is not None and regions().province(COUNTRY) == country
    assert regions().path("410703")[0].level == "province"


def test_every_region_lies_in_a_province() -> None:
    for region in regions():
        province = regions().province(region.code)
        assert province is not None, region
        assert province.code[:2] == region.code[:2]
        assert region.parent is None or regions().by_code(region.parent) is not None


def test_names_at_any_level() -> None:
    for name in ("湖滨区", "三门峡市湖滨区", "河南省湖滨区", "河南省三门峡市湖滨区", " 三门峡市 湖滨区 "):
        assert [region.code for region in regions().candidates(name)] == ["411202"], name
    assert [region.code for region in regions().candidates("上海市普陀区")] == ["310107"]


def test_a_name_of_several_regions_gives_all() -> None:
    assert {region.code[:2] for region in regions().candidates("鼓楼区")} == {"32", "35", "41"}
    assert regions().by_name("鼓楼区") is None
    assert regions().by_name("三门峡市") == regions().by_code("411200")
    assert regions().by_full_name("江苏省南京市鼓楼区") == regions().by_code("320106")
    assert regions().by_full_name("南京市鼓楼区") is None


def test_a_former_name_leads_to_the_region() -> None:
    (found,) = regions().candidates("襄樊市")
    assert found.name == "襄阳市"
    assert "襄樊市" in found.former


def test_a_name_of_today_wins_over_the_past() -> None:
    assert [region.code for region in regions().candidates("信阳市")] == ["411500"]


def test_the_path_runs_from_the_province_down() -> None:
    assert [region.name for region in regions().path("411202")] == ["河南省", "三门峡市", "湖滨区"]
    assert regions().path("999999") == ()


def test_development_zones_are_no_divisions() -> None:
    zone = regions().by_code("130171")
    assert zone is not None and zone.level == "development-zone" and zone.parent == "130100"


@pytest.mark.parametrize("code", ["430600-x", "430600-", "430600", "999999-南湖新区", "410703-南湖新区", "-南湖新区"])
def test_only_cities_and_provinces_have_zones_without_a_code(code: str) -> None:
    found = regions().by_code(code)
    assert found is None or found.code == "430600"
    assert regions()["430600-南湖新区"].parent == "430600"
    with pytest.raises(KeyError):
        regions()["430600-x"]


def test_known_zones_lie_in_regions_of_today() -> None:
    for row in rows("codelists", "zones.csv"):
        assert regions()[row["parent"]].current and row["evidence"]


def test_a_code_that_was_given_up_tells_where_the_place_is_now() -> None:
    old = regions().by_code("132102")
    assert old is not None and not old.current and old.successor == "130402"
    assert [each.name for each in old.names] == ["邯山区"]
    assert all(regions().by_code(region.successor).current for region in regions() if region.successor)  # type: ignore[union-attr]


def test_a_name_that_two_regions_of_a_province_have_leads_nowhere() -> None:
    """Hebei has two 新华区: a code of the past with this name could be either."""
    places = [region for region in regions() if region.name == "新华区" and region.code.startswith("13")]
    assert sum(region.current for region in places) == 2
    assert not any(region.successor for region in places)
