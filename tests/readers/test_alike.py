"""Radicals and compatibility forms become the characters that they look like; nothing else changes."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from converter.document import Document
from converter.readers.alike import radicals, unified


def test_every_radical_of_the_list_has_a_character() -> None:
    assert len(radicals()) > 80
    for radical, character in radicals().items():
        assert unicodedata.name(radical).startswith(("CJK RADICAL", "KANGXI RADICAL"))
        assert unicodedata.name(character).startswith("CJK UNIFIED")


def test_every_radical_of_kangxi_becomes_a_character() -> None:
    names = [unicodedata.name(unified(chr(code))) for code in range(0x2F00, 0x2FD6)]
    assert all(name.startswith("CJK UNIFIED") for name in names)


def test_a_radical_with_another_form_in_the_mainland_becomes_that() -> None:
    assert unified("财政专⼾") == "财政专户"


@pytest.mark.parametrize("text", ["预算", "１，２３４．５６", "（一）", "①", "㎡", "-1.00%", ""])
def test_other_text_is_left_as_it_is(text: str) -> None:
    assert unified(text) == text


@given(st.text(st.characters(min_codepoint=0x2E00, max_codepoint=0xFB10)))
def test_unified_text_stays_so(text: str) -> None:
    assert unified(unified(text)) == unified(text)


@pytest.mark.parametrize("form", ["{}", "<html><body><table><tr><td>{}</td><td>1</td></tr></table></body></html>"])
def test_every_reader_unifies(form: str, read: Callable[[bytes], Document]) -> None:
    document = read(form.format("⼈⺠⻓").encode())
    assert "人民长" in document.lines[0].text
