"""PDFs become lines of cells: grids, merged cells, numbers kept whole, pages turned, and what cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from converter.document import Document
from converter.errors import DocumentError
from converter.readers import pdf as pdf_reader
from converter.readers.glyphs import lines
from converter.readers.marks import DEFAULT, Glyph, Tolerances

Draw = Callable[..., Any]
Make = Callable[..., bytes]
Read = Callable[[bytes], Document]

XS = [50.0, 150.0, 250.0, 350.0]
YS = [600.0, 630.0, 660.0, 690.0]


def texts(document: Document) -> list[str]:
    return [line.text for line in document.lines]


def filled(page: Any) -> Any:
    """A title, a table of three by three with two amounts and an empty cell, and a note."""
    page.text(200, 720, "收入总表").text(60, 670, "科目").text(160, 670, "合计").text(260, 670, "其中")
    page.text(60, 640, "信访事务").text(160, 640, "1,378.84").text(260, 640, "0.01")
    page.text(60, 610, "教育支出").text(260, 610, "25.000000")
    return page.text(50, 580, "注：无。")


ROWS = ["收入总表", "科目\t合计\t其中", "信访事务\t1,378.84\t0.01", "教育支出\t\t25.000000", "注：无。"]


def test_each_row_of_a_ruled_table_is_a_line_of_cells(drawing: Draw, pdf: Make, read: Read) -> None:
    document = read(pdf(filled(drawing().grid(XS, YS))))
    assert texts(document) == ROWS
    assert document.media_type == "application/pdf"


def test_thin_boxes_are_rules_and_shading_is_none(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing()
    for x in XS:
        page.box(x, 600, 0.6, 90)
    for y in YS:
        page.box(50, y, 300, 0.6)
    page.box(55, 605, 80, 20)
    assert texts(read(pdf(filled(page)))) == ROWS


def test_rules_may_come_in_pieces(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing()
    for x in XS:
        for low in YS[:-1]:
            page.line(x + 0.3, low + 0.5, x, low + 29.5)
    for y in YS:
        for left in XS[:-1]:
            page.line(left + 1, y, left + 99, y)
    assert texts(read(pdf(filled(page)))) == ROWS


def test_cells_may_be_drawn_as_boxes_of_one_path(drawing: Draw, pdf: Make, read: Read) -> None:
    boxes = " ".join(f"{x} {y} 100 30 re" for x in XS[:-1] for y in YS[:-1])
    rules = " ".join([*(f"{x} 600 1 90 re" for x in XS), *(f"50 {y} 300 1 re" for y in YS)])
    for marks in (f"{boxes} S", f"{rules} f"):
        page = drawing()
        page.marks.append(marks)
        assert texts(read(pdf(filled(page)))) == ROWS
    hidden = drawing()
    hidden.marks.append(f"{boxes} n")
    unruled = read(pdf(filled(hidden)))
    assert all(line.aligned for line in unruled.lines if "\t" in line.text)


def test_a_table_may_be_open_at_its_sides(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing()
    for x in XS[1:-1]:
        page.line(x, 600, x, 690)
    for y in YS:
        page.line(50, y, 350, y)
    assert texts(read(pdf(filled(page)))) == ROWS


def test_an_outer_strip_without_text_is_no_column(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing()
    for x in XS:
        page.line(x, 600, x, 690)
    for y in YS:
        page.line(42, y, 357, y)
    assert texts(read(pdf(filled(page)))) == ROWS


def test_pages_and_lines_are_numbered(drawing: Draw, pdf: Make, read: Read) -> None:
    document = read(pdf(filled(drawing().grid(XS, YS)), drawing().text(50, 700, "第二页")))
    assert [line.number for line in document.lines] == [1, 2, 3, 4, 5, 6]
    assert [line.page for line in document.lines] == [1, 1, 1, 1, 1, 2]


@pytest.mark.parametrize("rotate", [0, 90])
def test_a_page_is_read_upright(rotate: int, drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing(media=(800, 800), rotate=rotate, sideways=True)
    assert texts(read(pdf(filled(page.grid(XS, YS))))) == ROWS


def test_merged_cells_stand_in_their_first_place(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing()
    for x in (50, 150, 350):
        page.line(x, 600, x, 690)
    page.line(250, 600, 250, 660)
    for y in (600, 690):
        page.line(50, y, 350, y)
    page.line(150, 660, 350, 660).line(150, 630, 350, 630)
    page.text(60, 640, "科目").text(240, 670, "支出").text(160, 640, "基本").text(260, 640, "项目")
    page.text(160, 610, "1.00").text(260, 610, "2.00")
    assert texts(read(pdf(page))) == ["科目\t支出\t", "\t基本\t项目", "\t1.00\t2.00"]


def test_a_cell_that_is_not_square_is_read_row_by_row(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().line(50, 600, 50, 660).line(250, 600, 250, 660).line(150, 600, 150, 630)
    page.line(50, 600, 250, 600).line(50, 660, 250, 660).line(150, 630, 250, 630)
    page.text(60, 640, "小计").text(60, 610, "1.00").text(160, 610, "2.00")
    assert texts(read(pdf(page))) == ["小计\t", "1.00\t2.00"]


def test_wrapped_text_is_joined(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().grid([50, 105, 200], [600, 650])
    page.text(52, 635, "机关事业单").text(52, 620, "位 养 老").text(110, 635, "Windows").text(110, 620, "server")
    assert texts(read(pdf(page))) == ["机关事业单位养老\tWindows server"]


def test_a_number_broken_for_want_of_room_is_joined(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().grid([50, 105, 205], [600, 650])
    page.text(52, 635, "110,387.97").text(52, 620, "6749").text(110, 635, "12345").text(110, 620, "678")
    assert texts(read(pdf(page))) == ["110,387.976749\t12345 678"]


def test_two_amounts_in_one_cell_are_not_fused(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().grid([50, 105, 205], [600, 650]).text(52, 635, "1234567.89").text(52, 620, "12.00")
    assert texts(read(pdf(page))) == ["1234567.89 12.00\t"]


def test_a_number_over_a_rule_is_not_torn(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().grid(XS, YS[:2]).text(126, 610, "1,234.567")
    assert texts(read(pdf(page))) == ["1,234.567\t\t"]


def test_numbers_of_neighbours_are_parted_at_the_rule(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().grid(XS, YS[:2]).text(120, 610, "345.67").text(150.5, 610, "89.01")
    assert texts(read(pdf(page))) == ["345.67\t89.01\t"]


def test_unruled_pages_are_lines_of_words(drawing: Draw, pdf: Make, read: Read) -> None:
    page = (
        drawing()
        .text(50, 700, "一、财政拨款收入")
        .text(200, 700, "1,717.85")
        .text(300, 700, "0.00")
        .text(50, 680, "二、")
    )
    assert texts(read(pdf(page))) == ["一、财政拨款收入 1,717.85 0.00", "二、"]


def test_frames_and_underlines_are_no_tables(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().grid([40, 400], [500, 750]).line(50, 698, 200, 698).text(50, 700, "名词 解释").text(50, 680, "无")
    assert texts(read(pdf(page))) == ["名词 解释", "无"]


def test_what_lies_outside_the_sheet_is_not_shown(drawing: Draw, pdf: Make, read: Read) -> None:
    page = filled(drawing().grid(XS, YS)).text(60, -30, "8.88").text(700, 700, "9.99")
    assert texts(read(pdf(page))) == ROWS


def refusal(read: Read, data: bytes) -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        read(data)
    assert caught.value.remedy
    return caught.value


def test_a_scan_is_refused(drawing: Draw, pdf: Make, read: Read) -> None:
    error = refusal(read, pdf(drawing().box(10, 10, 500, 700)))
    assert error.message == "no readable tables: the pages are pictures without text"


def test_a_protected_file_is_refused(drawing: Draw, pdf: Make, read: Read) -> None:
    key = "ab" * 32
    lock = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{key}> /U <{key}> /P -4 >> /ID [<{key}> <{key}>]"
    assert "password" in refusal(read, pdf(drawing(), trailer=lock)).message


def test_a_damaged_file_is_refused(drawing: Draw, pdf: Make, read: Read) -> None:
    assert "damaged" in refusal(read, b"%PDF-1.7\nnothing more").message


def test_a_file_without_pages_is_refused(pdf: Make, read: Read) -> None:
    assert refusal(read, pdf()).remedy


def test_the_limits_hold(drawing: Draw, pdf: Make, read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    data = pdf(*[filled(drawing()) for _ in range(3)])
    monkeypatch.setattr(pdf_reader, "MAX_PAGES", 2)
    assert "more than 2 pages" in refusal(read, data).message
    monkeypatch.setattr(pdf_reader, "MAX_BYTES", 100)
    assert "more than 100 bytes" in refusal(read, data).message


def test_tolerances_check_themselves() -> None:
    with pytest.raises(ValueError, match="snap must be greater than 0"):
        Tolerances(snap=0)
    with pytest.raises(ValueError, match="cover"):
        Tolerances(cover=1.5)


def test_words_that_run_over_their_cell_stay_in_it(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().grid([50, 105, 205], [600, 630])
    page.text(52, 610, "其他对个人和补助").text(150, 610, "4.82")
    assert texts(read(pdf(page))) == ["其他对个人和补助\t4.82"]


def test_the_next_cells_own_words_stay_in_theirs(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().grid([50, 105, 205], [600, 630])
    page.text(53, 610, "公用经费支").text(106.5, 610, "出国费用")
    assert texts(read(pdf(page))) == ["公用经费支\t出国费用"]


def test_merged_places_and_edges_are_told(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().line(50, 600, 50, 660).line(250, 600, 250, 660).line(150, 600, 150, 630)
    page.line(50, 600, 250, 600).line(50, 660, 250, 660).line(50, 630, 250, 630)
    page.text(60, 640, "支出").text(60, 610, "1.00").text(160, 610, "2.00")
    lines = read(pdf(page)).lines
    assert [line.merged for line in lines] == [".<", ".."]
    assert lines[0].edges == pytest.approx((50, 150, 250), abs=1)


def test_a_flat_letter_stands_on_the_line_of_its_neighbours() -> None:
    line = [Glyph("[", 50, 56, 0, 12), Glyph("一", 57, 69, 6.4, 7.2), Glyph("般", 69, 81, 0.2, 12.2)]
    assert [[glyph.text for glyph in found] for found in lines(line, DEFAULT)] == [["[", "一", "般"]]


def test_words_that_begin_before_their_cell_stay_whole(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().grid([50, 100, 160, 220], [700, 720, 740])
    page.text(55, 726, "接待").text(95, 726, "公务用车购置费").text(55, 706, "1.00").text(110, 706, "2.00")
    assert texts(read(pdf(page)))[0] == "接待\t公务用车购置费\t"


def test_words_that_touch_at_a_rule_stay_in_their_cells(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().grid([50, 100, 160, 220], [700, 720, 740])
    page.text(80, 726, "合计").text(100, 726, "公务用车").text(55, 706, "1.00").text(110, 706, "2.00")
    assert texts(read(pdf(page)))[0] == "合计\t公务用车\t"


def test_numbers_broken_in_the_cells_of_word_are_whole(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().grid([50.0, 103.0, 165.0], [600.0, 630.0, 660.0]).text(60, 640, "甲", 7).text(120, 640, "乙", 7)
    page.text(55.4, 618, "4,521,400.0", 7).text(90, 608, "0", 7).text(120, 618, "2,461,1", 7).text(130, 608, "00.00", 7)
    assert texts(read(pdf(page))) == ["甲\t乙", "4,521,400.00\t2,461,100.00"]


def test_two_numbers_in_one_cell_stay_two(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().grid([50.0, 130.0, 210.0], [600.0, 630.0, 660.0]).text(60, 640, "甲", 7).text(140, 640, "乙", 7)
    page.text(55.4, 618, "400.5", 7).text(60, 608, "30", 7).text(140, 618, "2,461", 7).text(140, 608, "100.00", 7)
    assert texts(read(pdf(page))) == ["甲\t乙", "400.5 30\t2,461 100.00"]
