"""Words, printed numbers and target values: properties that hold for whatever a document prints."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from converter.amounts import UNITS, looks_printed, parse, unit_of, yuan
from converter.targets import COMPARATORS, WORDS, is_value, read_target
from converter.words import key, ordinal, ordinal_value, strip_ordinal, tidy

DIGITS = "零一二三四五六七八九"
# What tables print: Chinese words, both widths of brackets, colons and digits, quotes, spaces, emphasis.
PRINTED = st.text(
    "预算收入支出合计一二十类款项abcAB019０１９（）()：:“”‘’\"'「」*#＊＃、，,。.% \t\u3000\n", max_size=40
)
CENTS = st.integers(min_value=-(10**14), max_value=10**14)
SPACES = st.sampled_from(["", " ", "\t", "\u3000", "  "])


def numeral(number: int) -> str:
    """A Chinese numeral from 1 to 39: 九, 十, 十一, 二十, 三十九."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十"
    return head + (DIGITS[ones] if ones else "")


# words


@given(PRINTED)
def test_key_of_a_key_is_the_key(text: str) -> None:
    assert key(key(text)) == key(text)


@given(PRINTED, SPACES)
def test_key_sees_no_spaces_quotes_or_emphasis(text: str, space: str) -> None:
    assert not re.search(r"[\s*#“”‘’「」\"']", key(text))
    assert key(space.join(text)) == key(text)


@given(st.text("（）：，％０９ＡＺ"))
def test_key_has_narrow_forms(text: str) -> None:
    assert key(text).isascii()


@given(PRINTED)
def test_tidy_only_changes_spaces(text: str) -> None:
    assert re.sub(r"\s", "", tidy(text)) == re.sub(r"\s", "", text)
    assert tidy(tidy(text)) == tidy(text)


@given(st.integers(1, 39), st.sampled_from(["{}、", "（{}）", "({})", "（{}）、"]))
def test_chinese_ordinals_are_read_and_cut_off(number: int, form: str) -> None:
    label = form.format(numeral(number)) + "卫生健康支出"
    assert ordinal_value(label) == number
    assert strip_ordinal(label) == "卫生健康支出"


@pytest.mark.parametrize("label", ["卫生健康支出", "十全大补", "一般公共预算", "20.5", "1,740.73", "三公经费", ""])
def test_a_label_without_ordinal_has_none(label: str) -> None:
    assert ordinal(label) is None and ordinal_value(label) is None
    assert strip_ordinal(label) == label


@given(st.integers(1, 99), st.sampled_from(["{}、", "{}.", "{}．", "（{}）", "({})"]))
def test_digit_ordinals_are_cut_off_but_have_no_chinese_value(number: int, form: str) -> None:
    label = form.format(number) + "办公费"
    assert strip_ordinal(label) == "办公费"
    assert ordinal_value(label) is None


# printed numbers


@given(CENTS, st.integers(0, 6), st.sampled_from(["", ",", "，"]), SPACES)
def test_a_formatted_number_is_parsed_to_itself(units: int, places: int, separator: str, space: str) -> None:
    value = Decimal(units).scaleb(-places)
    text = f"{value:,f}".replace(",", separator)
    found = parse(space + text + space, 7)
    assert found is not None
    assert (found.value, found.text, found.line) == (value, text, 7)


@given(CENTS, st.integers(1, 6))
def test_a_number_with_decimals_or_groups_can_only_be_an_amount(units: int, places: int) -> None:
    value = Decimal(units).scaleb(-places)
    assert looks_printed(f"{value:,f}") and looks_printed(f"{value:f}")


@given(st.integers(1, 10**24))
def test_a_whole_number_without_groups_may_be_a_code(number: int) -> None:
    assert not looks_printed(str(number))
    assert looks_printed("0")


@given(CENTS, st.integers(0, 6))
def test_half_place_is_the_largest_rounding_error(units: int, places: int) -> None:
    found = parse(f"{Decimal(units).scaleb(-places):f}", 1)
    assert found is not None
    assert found.half_place * 2 == Decimal(1).scaleb(-places)


@pytest.mark.parametrize(
    "text", ["", "-", "1,74", "1,7400", "12,34.5", "1.", ".5", "1.2.3", "12%", "3月", "1 740.73", "十", "--", "1,,000"]
)
def test_what_is_no_number_is_not_parsed(text: str) -> None:
    assert parse(text, 1) is None


@given(st.integers(-(10**16), 10**16), st.integers(0, 6), st.sampled_from(sorted(UNITS)))
def test_yuan_is_exact_and_plain(units: int, places: int, unit: str) -> None:
    value = Decimal(units).scaleb(-places)
    found = yuan(value, unit)
    assert Fraction(found) == Fraction(value) * Fraction(UNITS[unit])
    assert "E" not in str(found)
    assert found == found.to_integral_value() or str(found)[-1] != "0"


def test_yuan_refuses_what_is_no_unit_of_money() -> None:
    with pytest.raises(KeyError):
        yuan(Decimal(1), "个")


@given(
    st.sampled_from(sorted(UNITS)),
    st.sampled_from(
        ["单位：{}", "单位:{}", "金额单位：{}", "单位：人民币{}", "（单位：{}）", "单位 ： {}", "预算02表 单位：{}"]
    ),
    SPACES,
)
def test_the_unit_is_read_in_every_way_of_printing_it(unit: str, form: str, space: str) -> None:
    assert unit_of(form.format(space.join(unit))) == unit


@pytest.mark.parametrize("text", ["单位：个", "部门名称：某局", "单位：", "万元", "单位名称：某中心", "编制单位：某局"])
def test_a_line_without_unit_of_money_announces_none(text: str) -> None:
    assert unit_of(text) is None


# targets

SIGNS = st.sampled_from(sorted((COMPARATORS | WORDS).items()))
QUANTITIES = st.integers(0, 10**9).flatmap(lambda n: st.integers(0, 3).map(lambda places: Decimal(n).scaleb(-places)))
TARGET_UNITS = st.sampled_from(["%", "‰", "人", "万元", "元", "个", "次/年", "人次", "家", "日", ""])


@given(SIGNS, QUANTITIES, TARGET_UNITS, SPACES, st.booleans())
def test_comparator_number_and_unit(
    sign: tuple[str, str], quantity: Decimal, unit: str, space: str, grouped: bool
) -> None:
    printed, comparator = sign
    number = f"{quantity:,f}" if grouped else f"{quantity:f}"
    text = space.join([printed, number, unit])
    assert read_target(text) == (comparator, quantity, unit)
    assert comparator == "eq" or is_value(text)


@given(QUANTITIES, TARGET_UNITS)
def test_a_number_without_sign_means_equal(quantity: Decimal, unit: str) -> None:
    assert read_target(f"{quantity:f}{unit}") == ("eq", quantity, unit)


@given(QUANTITIES)
def test_wide_percent_signs_are_the_same_unit(quantity: Decimal) -> None:
    assert read_target(f"≥{quantity:f}％") == read_target(f"≥{quantity:f}%")


@given(st.integers(2015, 2035), st.integers(1, 12), st.integers(1, 31), SPACES)
def test_dates_are_deadlines_without_a_quantity(year: int, month: int, day: int, space: str) -> None:
    forms = [
        [f"{year}年", f"{month}月", f"{day}日", "前"],
        [f"{year}年", f"{month}月", "底前"],
        [f"{month}月", f"{day}日", "前"],
        [f"{year}年底", "前"],
        ["年底", "前"],
        [f"{month}月底"],
        [f"每月{day}日", "前"],
    ]
    for form in forms:
        assert read_target(space.join(form)) == ("by-date", None, "")
        assert is_value(space.join(form))


@pytest.mark.parametrize("text", ["有效提升", "完成", "长期", "良好", "显著提高服务水平", "优"])
def test_words_are_qualitative_and_no_value(text: str) -> None:
    assert read_target(text) == ("qualitative", None, "")
    assert not is_value(text)


@given(st.text(max_size=30))
def test_any_text_gets_an_answer(text: str) -> None:
    comparator, quantity, unit = read_target(text)
    assert quantity is not None or unit == ""
    assert comparator in {*COMPARATORS.values(), "by-date", "qualitative"}
