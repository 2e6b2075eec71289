"""Web pages become lines of cells: merged cells, layout tables, encodings, pages printed into HTML."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from converter.document import Document
from converter.errors import DocumentError
from converter.readers.html import is_html

Read = Callable[[bytes], Document]


def texts(document: Document) -> list[str]:
    return [line.text for line in document.lines]


def page(body: str, charset: str = "utf-8") -> bytes:
    head = f'<!DOCTYPE html><html><head><meta charset="{charset}"><title>页</title><style>p {{}}</style></head>'
    return f"{head}<body>{body}</body></html>".encode("gb18030" if charset == "gb2312" else charset)


def test_merged_cells_stand_in_their_first_place(read: Read) -> None:
    document = read(
        page(
            "<h1>收入总表</h1><table><thead><tr><th rowspan=2>科目<th colspan='2'>支出</tr>"
            "<tr><th>基本<th>项目</tr></thead><tbody><tr><td>信访<br> 事务<td>1.00<td></tr></tbody></table>"
            "<p>注：无。</p>"
        )
    )
    assert texts(document) == ["收入总表", "科目\t支出\t", "\t基本\t项目", "信访事务\t1.00\t", "注：无。"]
    assert [line.number for line in document.lines] == [1, 2, 3, 4, 5]
    assert document.media_type == "text/html"


def test_numbers_of_two_paragraphs_in_a_cell_are_not_fused(read: Read) -> None:
    assert texts(read(page("<table><tr><td><p>1.00</p><p>2.00</p><td>a</table>"))) == ["1.00 2.00\ta"]


def test_a_rowspan_of_zero_reaches_the_end(read: Read) -> None:
    body = "<table><tr><td rowspan=0>甲<td>1<tr><td>2<tr><td>3</table>"
    assert texts(read(page(body))) == ["甲\t1", "\t2", "\t3"]


def test_short_rows_are_filled_up(read: Read) -> None:
    assert texts(read(page("<table><tr><td>甲<td>乙<td>丙<tr><td>1</table>"))) == ["甲\t乙\t丙", "1\t\t"]


def test_tables_that_lay_out_a_page_are_no_rows(read: Read) -> None:
    inner = "<table><caption>表一</caption><tr><td>甲<td>1.00</table>"
    body = f"<table><tr><td>导航</td><td>{inner}</td></tr></table><table><tr><td><p>一</p><p>二</p></table>"
    assert texts(read(page(body))) == ["导航", "表一", "甲\t1.00", "一", "二"]


def test_what_a_page_does_not_show_is_left_out(read: Read) -> None:
    assert texts(read(page("<script>var a = 1</script><p>甲<!-- 乙 --></p>"))) == ["甲"]


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gb18030", "utf-16"])
def test_the_encoding_is_the_one_that_the_page_names(charset: str, read: Read) -> None:
    assert texts(read(page("<p>部门：烟台市信访局</p>", charset))) == ["部门：烟台市信访局"]


def test_a_page_is_known_by_its_bytes() -> None:
    assert is_html(b"\xef\xbb\xbf \n<!-- saved --><HTML xmlns:o='urn'>")
    assert is_html(b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN"><html>')
    assert is_html(b"<table><tr><td>1</table>")
    assert not is_html("收入总表 <table>".encode())
    assert not is_html(b"| a | b |\n<!-- note -->\n")


def test_a_page_printed_into_html_is_read_like_a_pdf(read: Read) -> None:
    def rule(left: int, top: int, width: int, height: int) -> str:
        place = f"position:absolute;left:{left}pt;top:{top}pt;width:{width}.0pt;height:{height}.0pt"
        return f'<div style="{place};border-bottom:0.5pt solid #000"> </div>'

    def word(left: int, top: int, text: str) -> str:
        return f'<div style="top:{top}pt;left:{left}pt;font-size:10pt;position:absolute;width:auto">{text}</div>'

    rules = [rule(50, top, 200, 0) for top in (100, 130, 160)] + [rule(left, 100, 0, 60) for left in (50, 150, 250)]
    words = [word(60, 110, "项目"), word(160, 110, "预算数"), word(60, 140, "合计"), word(160, 140, "1,717.85")]
    marks = "".join([word(90, 60, "收支总表"), *rules, *words])
    document = read(page(f'<p>首页</p><div style="width:595pt;height:842pt;position:relative">{marks}</div>'))
    assert texts(document) == ["首页", "收支总表", "项目\t预算数", "合计\t1,717.85"]
    assert [line.page for line in document.lines] == [None, 1, 1, 1]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<script>x</script>", "no text"),
        ("<table>" + "<tr><td colspan=1000>1<td>2" * 2500 + "</table>", "too many cells"),
    ],
)
def test_what_cannot_be_read_is_refused(body: str, words: str, read: Read) -> None:
    with pytest.raises(DocumentError) as caught:
        read(page(body))
    assert words in caught.value.message
    assert caught.value.remedy
