"""Charts: shapes in proportion to amounts, within their frame, none for what cannot be drawn."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.charts.groups import COLOURS, colour, groups
from server.charts.sankey import sankey
from server.charts.scale import linear, logarithmic
from server.charts.scatter import MOST_DOTS, Point, scatter
from server.charts.tiles import places, tilemap
from server.charts.treemap import Part, treemap
from server.charts.words import fitted, width, wrapped

PATHS = st.tuples(st.sampled_from("ab"), st.sampled_from("xyz"), st.sampled_from("pq"), st.integers(1, 10**9))
AMOUNTS = st.lists(st.integers(1, 90_000), min_size=1, max_size=40)


@settings(deadline=None)
@given(AMOUNTS)
def test_a_treemap_fills_its_frame_in_proportion(amounts: list[int]) -> None:
    boxes = treemap([Part(str(n), Decimal(amount)) for n, amount in enumerate(amounts)], 960, 340)
    whole = float(sum(box.part.amount for box in boxes))
    assert len(boxes) == len([amount for amount in amounts if amount >= sum(amounts) / 100_000])
    for box in boxes:
        assert box.width * box.height == pytest.approx(float(box.part.amount) / whole * 960 * 340, rel=1e-4)
        assert -1e-6 <= box.x <= box.x + box.width <= 960 + 1e-6
        assert -1e-6 <= box.y <= box.y + box.height <= 340 + 1e-6


def test_a_treemap_leaves_out_what_has_no_area() -> None:
    parts = [Part("a", Decimal(3)), Part("b", Decimal(0)), Part("c", Decimal(-1)), Part("d", Decimal(5))]
    assert [box.part.label for box in treemap(parts)] == ["d", "a"]
    assert treemap([]) == () and treemap([Part("a", Decimal(0))]) == ()


@settings(deadline=None)
@given(st.lists(PATHS, max_size=30))
def test_flows_keep_their_sums_from_layer_to_layer(paths: list[tuple[str, str, str, int]]) -> None:
    drawn = sankey([(path[:3], Decimal(path[3])) for path in paths], {"a": "一般公共预算"})
    whole = sum(path[3] for path in paths)
    for layer in range(3) if paths else ():
        assert sum(node.amount for node in drawn.nodes if node.layer == layer) == whole
    for node in drawn.nodes:
        leaving = sum(each.amount for each in drawn.ribbons if each.source is node)
        assert node.layer == 2 or leaving == node.amount
        assert node.y >= 0 and node.y + node.height <= drawn.height + 1e-6


def test_flows_that_are_not_above_zero_are_left_out() -> None:
    drawn = sankey([(("a", "b"), Decimal(0)), (("a", "c"), Decimal(-5))], {})
    assert drawn.nodes == () and drawn.ribbons == ()


@given(st.integers(1, 10**12), st.integers(-(10**12), 0))
def test_marks_are_round_and_hold_the_values(most: int, least: int) -> None:
    scale, marks = linear(most, 0, 100, least)
    assert marks[0] <= least and marks[-1] >= most * 0.999 and 2 <= len(marks) <= 12
    assert scale(marks[0]) == pytest.approx(0) and scale(marks[-1]) == pytest.approx(100)


@given(st.floats(0.001, 1e6), st.floats(1, 1e6))
def test_logarithmic_marks_are_powers_of_ten(least: float, times: float) -> None:
    scale, marks = logarithmic(least, least * times, 0, 100)
    assert marks[0] <= least * 1.001 and marks[-1] >= least * times * 0.999 and len(marks) >= 2
    assert scale(marks[0]) == pytest.approx(0) and scale(marks[-1]) == pytest.approx(100)


def point(x: int, y: int) -> Point:
    return Point(f"{x}/{y}", None, Decimal(x), Decimal(y))


def test_a_plot_of_very_different_sizes_is_logarithmic_and_counts_what_it_leaves_out() -> None:
    drawn = scatter([point(1, 1), point(2, 1000), point(3, 100_000), point(4, 0)], str, str)
    assert drawn is not None and len(drawn.dots) == 3 and drawn.left_out == 1
    assert len(drawn.y_marks) == 6 and drawn.dots[0].y > drawn.dots[1].y > drawn.dots[2].y


def test_too_few_points_make_no_plot() -> None:
    assert scatter([point(1, 1), point(2, 2)], str, str) is None
    assert scatter([point(0, 0)] * 3, str, str) is not None


def test_many_points_are_a_cloud_and_few_are_named_where_there_is_room() -> None:
    many = scatter([point(number, number % 7 + 1) for number in range(1, MOST_DOTS + 51)], str, str)
    assert many is not None and len(many.dots) == MOST_DOTS and len(many.cloud) == 50
    assert not any(dot.words for dot in many.dots)
    named = [Point("", None, Decimal(x), Decimal(y), "甲" * 6) for x, y in ((1, 1), (2, 9), (2, 9), (10, 5))]
    few = scatter(named, str, str)
    assert few is not None and few.cloud == () and [bool(dot.words) for dot in few.dots] == [True, True, False, True]
    assert few.dots[3].before and not few.dots[0].before


def test_every_province_has_a_tile_of_its_own() -> None:
    tiles = places()
    assert len({tile.code for tile in tiles}) == len({(tile.x, tile.y) for tile in tiles}) == 34
    assert all(tile.zh and tile.en and tile.code.endswith("0000") for tile in tiles)
    drawn = {tile.code: tile for tile in tilemap({"410000": 9, "130000": 2}, {"410000": "/henan"})}
    assert (drawn["410000"].state, drawn["130000"].state, drawn["110000"].state) == ("most", "here", "")


def test_words_are_cut_where_there_is_no_room() -> None:
    assert width("预算ab", 10) == pytest.approx(31.2)
    assert fitted("一般公共预算", 10, 60) == "一般公共预算" and fitted("一般公共预算", 10, 40) == "一般公…"
    assert fitted("预算", 10, 12) == ""


def test_words_are_broken_between_latin_words_and_any_characters() -> None:
    assert wrapped("basic pension contributions", 10, 60, 3) == ("basic", "pension", "contribut…")
    assert wrapped("机关事业单位基本养老保险", 10, 50, 2) == ("机关事业单", "位基本养…")
    assert wrapped("预算", 10, 15, 3) == () and wrapped("预算", 10, 100, 0) == ()


def test_codes_of_a_class_share_a_colour_unless_one_class_has_nearly_everything() -> None:
    spread = groups({"2080505": Decimal(40), "2080506": Decimal(10), "2101301": Decimal(50)})
    assert [(each.digits, each.colour, each.amount) for each in spread] == [("208", 1, 50), ("210", 2, 50)]
    single = groups({"2101201": Decimal(60), "2101301": Decimal(30), "2080505": Decimal(10)})
    assert [each.digits for each in single] == ["21012", "21013", "20805"]
    assert colour("2101301", single) == 2 and colour("2210201", single) == COLOURS


def test_the_smallest_of_many_groups_share_the_last_colour() -> None:
    found = groups({f"2{number:02}0101": Decimal(30 - number) for number in range(1, 13)})
    assert len(found) == COLOURS and found[-1].digits == "" and found[-1].amount == sum(30 - n for n in range(8, 13))
    assert groups({}) == ()
