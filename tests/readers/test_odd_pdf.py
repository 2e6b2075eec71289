"""PDFs that are drawn oddly: turned, cropped, hidden, doubled, stamped; what is left out of the cells is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from converter.document import Document
from converter.errors import DocumentError
from converter.readers.mending import ACROSS, MISNAMED, PRIVATE, RECOGNISED, STAMPED, UNMAPPED, UNSEEN

Draw = Callable[..., Any]
Make = Callable[..., bytes]
Read = Callable[[bytes], Document]

XS = [50.0, 150.0, 250.0, 350.0]
YS = [600.0, 630.0, 660.0, 690.0]
WORDS = [
    (200, 720, "收入总表"),
    (60, 670, "科目"),
    (160, 670, "合计"),
    (260, 670, "其中"),
    (60, 640, "信访事务"),
    (160, 640, "1,378.84"),
    (260, 640, "0.01"),
    (60, 610, "教育支出"),
    (260, 610, "25.000000"),
    (50, 580, "注：无。"),
]
ROWS = ["收入总表", "科目\t合计\t其中", "信访事务\t1,378.84\t0.01", "教育支出\t\t25.000000", "注：无。"]
MEDIA = b"/MediaBox [0 0 600 800]"


def filled(page: Any, **put: Any) -> Any:
    """A page with the words; `put` are a matrix before their place, their size, and what is set before them."""
    for x, y, text in WORDS:
        if put:
            page.set(text, f"{put.get('matrix', '1 0 0 1')} {x} {y}", put.get("size", 10), put.get("before", ""))
        else:
            page.text(x, y, text)
    return page


@pytest.fixture
def table(drawing: Draw) -> Any:
    return filled(drawing().grid(XS, YS))


def texts(document: Document) -> list[str]:
    return [line.text for line in document.lines]


def remark(document: Document) -> str:
    [only] = document.remarks
    return only


TURNS = {0: "1 0 0 1 0 0", 90: "0 1 -1 0 800 0", 180: "-1 0 0 -1 800 800", 270: "0 -1 1 0 0 800"}


@pytest.mark.parametrize("angle", TURNS)
@pytest.mark.parametrize("told", [True, False])
def test_a_page_is_read_upright_whichever_way_it_is_turned(
    angle: int, told: bool, drawing: Draw, pdf: Make, read: Read
) -> None:
    page = drawing(media=(800, 800), rotate=angle if told else 0)
    page.marks = [f"{TURNS[angle]} cm"]
    document = read(pdf(filled(page.grid(XS, YS))))
    assert texts(document) == ROWS and not document.remarks


@pytest.mark.parametrize(
    "boxes",
    [
        MEDIA + b" /CropBox [40 500 400 760]",
        MEDIA + b" /CropBox [400 760 40 500]",
        MEDIA + b" /CropBox [0 0 0 0]",
        MEDIA + b" /CropBox [-100 -100 900 900]",
        b"/MediaBox [0 0 0 0]",
        b"",
    ],
)
def test_a_sheet_of_any_box_is_read(boxes: bytes, table: Any, pdf: Make, read: Read) -> None:
    assert texts(read(pdf(table).replace(MEDIA, boxes))) == ROWS


def test_places_are_told_from_the_corner_of_the_sheet_that_is_shown(table: Any, pdf: Make, read: Read) -> None:
    whole, cut, more = (
        read(pdf(table).replace(MEDIA, MEDIA + b" /CropBox [%b]" % box))
        for box in (b"0 0 600 800", b"40 500 400 760", b"-100 -100 900 900")
    )
    assert whole.lines[1].places[0].startswith("page=1&xywh=60,121,")
    assert cut.lines[1].places[0].startswith("page=1&xywh=20,81,")
    assert more.lines[1].places == whole.lines[1].places


def test_a_negative_size_turns_letters_about(drawing: Draw, pdf: Make, read: Read) -> None:
    assert texts(read(pdf(filled(drawing().grid(XS, YS), matrix="-1 0 0 -1", size=-10)))) == ROWS


def test_a_layer_of_recognised_text_is_read_and_told(drawing: Draw, pdf: Make, read: Read) -> None:
    page = filled(drawing().grid(XS, YS), before="3 Tr").text(300, 20, "- 1 -")
    document = read(pdf(page))
    assert texts(document) == [*ROWS, "- 1 -"]
    assert remark(document) == f"{RECOGNISED} on 1 of 1 pages: 1"


@pytest.mark.parametrize("how", ["3 Tr", "1 1 1 rg", "1 g", "7 Tr"])
def test_a_figure_that_cannot_be_seen_is_none(how: str, table: Any, pdf: Make, read: Read) -> None:
    document = read(pdf(table.set("99.99", "1 0 0 1 165 612", before=how)))
    assert texts(document) == ROWS
    assert remark(document) == f"{UNSEEN} on 1 of 1 pages: 1 (99.99)"


def test_white_words_on_a_dark_ground_are_read(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing()
    page.marks.append("q 0 0 0.6 rg 50 600 300 90 re f Q")
    document = read(pdf(filled(page.grid(XS, YS), before="1 g")))
    assert texts(document) == ROWS[1:-1]
    assert remark(document) == f"{UNSEEN} on 1 of 1 pages: 1 (收入总表注：无。)"


@pytest.mark.parametrize("aside", [0.0, 0.3, 0.5])
def test_text_printed_again_to_look_bold_is_read_once(aside: float, drawing: Draw, pdf: Make, read: Read) -> None:
    page = filled(drawing().grid(XS, YS))
    for x, y, text in WORDS:
        page.text(x + aside, y, text)
    assert texts(read(pdf(page))) == ROWS


def test_small_text_printed_again_after_all_other_is_read_once(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().grid(XS, YS)
    for aside in (0, 0.3):
        for x, y, text in WORDS:
            page.text(x + aside, y, text, 4)
    assert texts(read(pdf(page))) == ROWS


def test_the_same_letter_twice_is_read_twice(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().grid(XS, YS[:2]).text(60, 610, "1,111.11").text(160, 610, "00")
    page.set("1,100.11", "0.5 0 0 1 260 610")
    assert texts(read(pdf(page))) == ["1,111.11\t00\t1,100.11"]


@pytest.mark.parametrize("size", [9, 80])
def test_a_watermark_across_a_table_is_in_none_of_its_cells(size: int, table: Any, pdf: Make, read: Read) -> None:
    document = read(pdf(table.set("内部资料", "0.7 0.7 -0.7 0.7 165 605", size, "0.9 g")))
    assert texts(document) == ROWS
    assert remark(document) == f"{ACROSS} on 1 of 1 pages: 1 (内部资料)"


def test_a_watermark_with_more_letters_than_the_page_is_in_none_of_its_cells(table: Any, pdf: Make, read: Read) -> None:
    for y in range(590, 680, 15):
        for x in range(20, 340, 40):
            table.set("内部资料", f"0.87 0.5 -0.5 0.87 {x} {y}", 9, "0.9 g")
    assert texts(read(pdf(table))) == ROWS


def test_the_letters_round_a_seal_are_in_no_cell(table: Any, pdf: Make, read: Read) -> None:
    for letter, (x, cos, sin) in zip("专用章", [(150, 0.9, 0.4), (165, 1, 0), (178, 0.9, -0.4)], strict=True):
        table.set(letter, f"{cos} {sin} {-sin} {cos} {x} 612", before="1 0 0 rg")
    document = read(pdf(table))
    assert texts(document) == ROWS
    assert remark(document) == f"{ACROSS} on 1 of 1 pages: 1 (专用章)"


def test_a_large_stamp_over_a_table_is_in_none_of_its_cells(table: Any, pdf: Make, read: Read) -> None:
    document = read(pdf(table.set("公开", "1 0 0 1 120 620", 60, "0.9 g")))
    assert texts(document) == ROWS
    assert remark(document) == f"{STAMPED} on 1 of 1 pages: 1 (公开)"


def test_a_large_title_that_lies_over_nothing_stays(table: Any, pdf: Make, read: Read) -> None:
    document = read(pdf(table.text(100, 740, "公开", 40)))
    assert texts(document) == ["公开", *ROWS] and not document.remarks


def test_words_turned_in_their_cell_are_read_in_their_order(drawing: Draw, pdf: Make, read: Read) -> None:
    page = filled(drawing().grid([50, 150, 250, 350, 450], [*YS, 715])).grid(XS, [740, 780])
    page.set("倒置", "-1 0 0 -1 110 770").set("公共", "0 1 -1 0 200 745").set("2.50", "0 -1 1 0 300 775")
    assert texts(read(pdf(page)))[0] == "倒置\t公共\t2.50"


def test_letters_below_each_other_are_one_word(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().grid(XS, [600, 660]).text(60, 620, "科目").text(260, 620, "1.00")
    for place, letter in enumerate("合计数"):
        page.text(195, 645 - 14 * place, letter)
    assert texts(read(pdf(page))) == ["科目\t合计数\t1.00"]


def without_meanings(data: bytes) -> bytes:
    """The file with a font whose codes mean nothing; its objects move, for which readers make up."""
    return data.replace(b"/UniGB-UCS2-H", b"/Identity-H   ").replace(b"(GB1)", b"(Foo)")


def test_text_of_fonts_without_meanings_is_refused(table: Any, pdf: Make, read: Read) -> None:
    data = without_meanings(pdf(table))
    with pytest.raises(DocumentError) as caught:
        read(data)
    assert caught.value.message == "no readable text: its fonts do not tell which characters they draw"


def test_tables_whose_fonts_name_their_characters_wrongly_are_refused(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().grid(XS, YS).text(50, 720, "本部门收支总体情况如下表所示，单位万元")
    for x, y, text in WORDS[1:]:
        page.text(x, y, text if text.isascii() else "Ößÿ¿þ")
    with pytest.raises(DocumentError) as caught:
        read(pdf(page))
    assert caught.value.message == "no readable text: its fonts do not tell which characters they draw"


def test_letters_that_no_disclosure_has_are_told(table: Any, pdf: Make, read: Read) -> None:
    document = read(pdf(table.text(50, 560, "注Ößÿ¿þ")))
    assert remark(document) == f"{MISNAMED} on 1 of 1 pages: 1 (Ößÿþ)"


def test_a_foreign_name_is_no_fault(table: Any, pdf: Make, read: Read) -> None:
    assert not read(pdf(table.text(50, 560, "注：Müller"))).remarks


def test_characters_without_a_meaning_are_masked_and_told(table: Any, pdf: Make, read: Read) -> None:
    data = pdf(table)
    font = b"/UniGB-UCS2-H"
    other = without_meanings(data[data.index(b"3 0 obj") : data.index(b"4 0 obj")]).replace(b"3 0 obj", b"99 0 obj")
    head, tail = data.split(b"xref\n0 ", 1)
    used = head.replace(b"/F 3 0 R", b"/F 3 0 R /G 99 0 R").replace(
        b"endstream", b"BT /G 10 Tf 165 612 Td <00310032> Tj ET\nendstream"
    )
    assert font in head
    length = len(b"BT /G 10 Tf 165 612 Td <00310032> Tj ET\n")
    size = int(used.split(b"/Length ")[1].split(b" ")[0])
    used = used.replace(b"/Length %d " % size, b"/Length %d " % (size + length))
    document = read(used + other + b"xref\n0 " + tail)
    assert texts(document) == [*ROWS[:3], "教育支出\t\ufffd\ufffd\t25.000000", ROWS[4]]
    assert remark(document) == f"{UNMAPPED} on 1 of 1 pages: 1"


def test_radicals_and_ligatures_are_what_they_stand_for(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().grid(XS, YS[:2]).text(60, 610, "⼈⼤").text(160, 610, "⻓⻔⻚").text(260, 610, "ﬁle")
    assert texts(read(pdf(page))) == ["人大\t长门页\tfile"]


def test_characters_of_the_documents_own_are_told_but_bullets(table: Any, pdf: Make, read: Read) -> None:
    assert not read(pdf(table.text(50, 560, "\uf06c 其他"))).remarks
    assert remark(read(pdf(table.text(50, 540, "\ue5e5\ue5e6")))).startswith(PRIVATE)


@pytest.mark.parametrize("gap", [1.5, 2.5, 3.5, 5])
def test_a_double_rule_is_one(gap: float, drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().grid(XS, YS).grid([x + gap for x in XS], [y + gap for y in YS])
    assert texts(read(pdf(filled(page)))) == ROWS


def test_a_narrow_column_with_text_is_no_double_rule(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().grid([50, 150, 155.5, 250], [600, 630]).text(60, 610, "科目").text(151, 612, "甲", 4)
    assert texts(read(pdf(page.text(160, 610, "1.00")))) == ["科目\t甲\t1.00"]


@pytest.mark.parametrize("dashes", ["[2 2] 0 d", "[1 3] 0 d", "0 w", "1 G"])
def test_rules_may_be_dashed_or_thin_or_white(dashes: str, drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing().box(50, 600, 300, 90)
    page.marks = ["0.8 g", *page.marks, "0 g", dashes]
    page.marks += [f"{x} {YS[0]} m {x} {YS[-1]} l S" for x in XS]
    page.marks += [f"{XS[0]} {y} m {XS[-1]} {y} l S" for y in YS]
    assert texts(read(pdf(filled(page)))) == ROWS


def test_dotted_rules_of_little_boxes_are_rules(drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing()
    for step in range(76):
        for y in YS:
            page.box(50 + 4 * step, y, 1, 1)
        for x in XS if step < 23 else []:
            page.box(x, 600 + 4 * step, 1, 1)
    assert texts(read(pdf(filled(page)))) == ROWS


@pytest.mark.parametrize("paint", ["f", "B"])
def test_cells_may_be_filled_one_by_one(paint: str, drawing: Draw, pdf: Make, read: Read) -> None:
    page = drawing()
    for number, y in enumerate(YS[:-1]):
        page.marks += [f"q 0.{7 + number % 2} g {x + 0.5} {y + 0.5} 99 29 re {paint} Q" for x in XS[:-1]]
    assert texts(read(pdf(filled(page)))) == ROWS


@pytest.mark.parametrize(
    "mark",
    [
        "BT /F 10 Tf 1e38 0 0 1e38 0 0 Tm <4e00> Tj ET",
        "BT /F 0 Tf 1 0 0 1 165 612 Tm <4e00> Tj ET",
        "BT /F 10 Tf 0 0 0 0 165 612 Tm <4e00> Tj ET",
        "1e38 1e38 m -1e38 -1e38 l S 0 0 m 1e38 0 l S",
        "Q Q Q ( never closed",
    ],
)
def test_senseless_marks_do_no_harm(mark: str, table: Any, pdf: Make, read: Read) -> None:
    table.marks.append(mark)
    assert texts(read(pdf(table))) == ROWS


def test_a_sheet_as_wide_as_two_keeps_all_its_columns(drawing: Draw, pdf: Make, read: Read) -> None:
    xs, ys = [20.0 + 39 * place for place in range(31)], [100.0, 120, 140]
    page = drawing(media=(1191, 842)).grid(xs, ys)
    for place, x in enumerate(xs[:-1]):
        page.text(x + 2, 126, f"列{place}", 7).text(x + 2, 106, f"{place}.25", 7)
    assert texts(read(pdf(page))) == [
        "\t".join(f"列{place}" for place in range(30)),
        "\t".join(f"{place}.25" for place in range(30)),
    ]


def test_forms_are_read_where_they_are_put(drawing: Draw, pdf: Make, read: Read) -> None:
    inner = filled(drawing().grid(XS, YS)).set("99.99", "1 0 0 1 165 612", before="3 Tr").set("公开", "1 1 -1 1 60 605")
    stream = "\n".join(inner.marks).encode()
    form = b"<< /Type /XObject /Subtype /Form /BBox [0 0 600 800] /Matrix [0 1 -1 0 800 0] /Length %d"
    form += b" /Resources << /Font << /F 3 0 R >> >> >>\nstream\n%b\nendstream"
    page = drawing(media=(800, 800), rotate=90)
    page.marks = ["/X Do"]
    data = pdf(page).replace(b"/Resources <<", b"/Resources << /XObject << /X 99 0 R >>")
    head, tail = data.split(b"xref\n0 ", 1)
    document = read(head + b"99 0 obj\n" + form % (len(stream), stream) + b"\nendobj\nxref\n0 " + tail)
    assert texts(document) == ROWS
    assert [told.split(" on ")[0] for told in document.remarks] == [UNSEEN, ACROSS]
