"""Stored numbers as a workbook shows them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from converter.amounts import parse
from converter.readers.number_format import shown, shown_date

ACCOUNTING = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (1740.73, "General", "1740.73"),
        (0.1 + 0.2, "General", "0.3"),
        (18, "General", "18"),
        (1234.5, "#,##0.00", "1,234.50"),
        (1234.5, "#,##0.00_ ", "1,234.50"),
        (-1234.5, "#,##0.00_);(#,##0.00)", "-1,234.50"),
        (-3, "#,##0.00;[Red]#,##0.00", "-3.00"),
        (-0.001, "0.00", "0.00"),
        (0, "0.00", "0.00"),
        (0, "#,##0.00;-#,##0.00;;@", ""),
        (0, ACCOUNTING, "-"),
        (1234567.891, ACCOUNTING, "1,234,567.89"),
        (1, "00", "01"),
        (0.125, "0.00%", "12.50%"),
        (123456, "0!.0,", "12.3"),
        (12345678, "0!.0000", "1234.5678"),
        (1234567, "#,##0,", "1,235"),
        (2025, '0"年"', "2025年"),
        (1234.5, "[$¥-804]#,##0.00", "1,234.50"),
        (12.0, "0.##", "12"),
        (0.5, "#.##", "0.5"),
        (5, "[>10]0;0.0", "5"),
        (5, "[DBNum1]0", "5"),
        (410703250000012345678.0, "General", "4.10703250000012E+20"),
    ],
)
def test_numbers_are_shown_as_their_format_says(value: float, number_format: str, text: str) -> None:
    assert shown(value, number_format) == text


def test_days_are_written_as_disclosures_write_them() -> None:
    day = datetime(2025, 1, 31)
    assert shown_date(day, 'yyyy"年"m"月"d"日"') == "2025年1月31日"
    assert shown_date(day, 'yyyy"年"m"月"') == "2025年1月"
    assert shown_date(day, "yyyy/m/d") == "2025-01-31"


@given(st.integers(-(10**13), 10**13), st.integers(0, 2), st.booleans())
def test_an_amount_is_the_same_after_being_shown(units: int, places: int, grouped: bool) -> None:
    exact = Decimal(units).scaleb(-places)
    number_format = ("#,##0" if grouped else "0") + ("." + "0" * places if places else "")
    amount = parse(shown(float(exact), number_format), 1)
    assert amount is not None and amount.value == exact


@given(st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=30))
def test_no_format_breaks_the_reading(value: float, number_format: str) -> None:
    assert isinstance(shown(value, number_format), str)


def test_a_triangle_for_minus_is_the_sign() -> None:
    assert shown(-4.35, "#,##0.00;△#,##0.00") == "△4.35" and shown(4.35, "#,##0.00;△#,##0.00") == "4.35"
