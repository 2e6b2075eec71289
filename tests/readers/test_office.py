"""Word and Excel files and their like: what they show, with the address of each cell; what is not read is named."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import docx
import openpyxl
import pytest
import xlwt
from openpyxl.worksheet.worksheet import Worksheet

import converter
from converter.amounts import looks_printed, parse
from converter.document import Document
from converter.errors import DocumentError

Read = Callable[[bytes], Document]
Fill = Callable[[Worksheet], None]


def texts(document: Document) -> list[str]:
    return [line.text for line in document.lines]


def saved(book: openpyxl.Workbook | docx.document.Document | xlwt.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def workbook(fill: Fill) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "收支总表"
    fill(sheet)
    return saved(book)


def small_table(sheet: Worksheet) -> None:
    sheet["A1"] = "2025年收支总表"
    sheet.merge_cells("A1:C1")
    sheet["C2"] = "单位：万元"
    sheet["A3"], sheet["B3"] = "项目", "本年预算"
    sheet.merge_cells("B3:C3")
    sheet.merge_cells("A3:A4")
    sheet["B4"], sheet["C4"] = "人\n员\n经费", "公用"
    sheet["A5"], sheet["B5"], sheet["C5"] = "合计", 1234.5, 0.25
    sheet["B5"].number_format = "#,##0.00"


# workbooks


def test_a_sheet_gives_its_rows_with_addresses_and_merged_cells(read: Read) -> None:
    document = read(workbook(small_table))
    assert texts(document) == [
        "收支总表", "2025年收支总表", "\t\t单位：万元", "项目\t本年预算\t", "\t人员经费\t公用", "合计\t1,234.50\t0.25",
    ]  # fmt: skip
    assert [line.merged for line in document.lines] == ["", "", "...", "..<", "^..", "..."]
    assert document.lines[5].places == ("收支总表!A5", "收支总表!B5", "收支总表!C5")
    assert document.lines[5].place("1,234.50", 1) == "收支总表!B5"


def wide_tables(sheet: Worksheet) -> None:
    """Two tables that share the sheet's columns, every cell of each spanning some; a blank row parts the first."""
    for top, starts, rows in (
        (1, [1, 4, 6, 9], [["科目编码", "科目名称", "合计"], ["201", "一般公共服务支出", "3.00"], ["208", "", "2.00"]]),
        (5, [1, 4, 6, 9], [["221", "", "1.00"]]),
        (7, [1, 3, 9], [["项目", "预算数"], ["信访业务", "1.00"]]),
    ):
        for number, texts_of_row in enumerate(rows, start=top):
            for (start, stop), text in zip(pairwise(starts), texts_of_row, strict=True):
                sheet.merge_cells(start_row=number, end_row=number, start_column=start, end_column=stop - 1)
                sheet.cell(number, start, text or None)


def test_tables_on_one_sheet_have_columns_of_their_own(read: Read) -> None:
    assert texts(read(workbook(wide_tables)))[1:] == [
        "科目编码\t科目名称\t合计", "201\t一般公共服务支出\t3.00", "208\t\t2.00", "", "221\t\t1.00", "",
        "项目\t预算数", "信访业务\t1.00",
    ]  # fmt: skip


def test_what_a_workbook_hides_is_left_out_and_said(read: Read) -> None:
    def fill(sheet: Worksheet) -> None:
        small_table(sheet)
        sheet["D5"], sheet["A6"] = 99, "底稿"
        sheet.column_dimensions["D"].hidden = True
        sheet.row_dimensions[6].hidden = True
        assert sheet.parent is not None
        draft = sheet.parent.create_sheet("草稿")
        draft["A1"], draft.sheet_state = "草稿", "veryHidden"

    document = read(workbook(fill))
    assert texts(document)[-1] == "合计\t1,234.50\t0.25"
    assert document.remarks == (
        "hidden sheets are left out: 草稿",
        "收支总表: 1 hidden rows and 1 hidden columns are left out",
    )


def test_days_codes_and_truth_are_shown(read: Read) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append([datetime(2025, 1, 31), 1, True, "#REF!"])
        sheet["B1"].number_format = "00"

    assert texts(read(workbook(fill)))[1] == "2025-01-31\t01\tTRUE\t#REF!"


def test_formulas_without_a_stored_result_are_refused(read: Read) -> None:
    def fill(sheet: Worksheet) -> None:
        small_table(sheet)
        sheet["D5"] = "=B5+C5"

    with pytest.raises(DocumentError, match="1 formulas of the workbook have no stored result, the first in D5"):
        read(workbook(fill))


def test_formulas_count_by_their_stored_result(read: Read) -> None:
    def fill(sheet: Worksheet) -> None:
        small_table(sheet)
        sheet["D5"] = "=B5+C5"

    stored = replaced(workbook(fill), "xl/worksheets/sheet1.xml", "<f>B5+C5</f><v />", "<f>B5+C5</f><v>1234.75</v>")
    assert texts(read(stored))[-1] == "合计\t1,234.50\t0.25\t1234.75"


def replaced(data: bytes, part: str, old: str, new: str) -> bytes:
    """The archive with a text of one part replaced, which must be there."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(stream, "w") as goal:
        for name in source.namelist():
            content = source.read(name).decode("utf-8") if name == part else source.read(name)
            if isinstance(content, str):
                content = re.sub("<v ?/>|<v></v>", "<v />", content)
                assert old in content
                content = content.replace(old, new)
            goal.writestr(name, content)
    return stream.getvalue()


def test_a_workbook_that_claims_too_much_is_refused(read: Read) -> None:
    def fill(sheet: Worksheet) -> None:
        small_table(sheet)
        sheet.merge_cells("E1:F2")

    data = replaced(workbook(fill), "xl/worksheets/sheet1.xml", "E1:F2", "E1:XFD1048576")
    with pytest.raises(DocumentError, match="claims more than"):
        read(data)


def test_sheet_names_with_signs_are_quoted(read: Read) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.title = "1 收支'总"
        sheet["AB3"] = "甲"
        sheet["A3"] = "乙"

    assert read(workbook(fill)).lines[1].places == ("'1 收支''总'!A3", "'1 收支''总'!AB3")


def test_an_old_workbook_is_read_as_well(read: Read) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("收入总表")
    sheet.write_merge(0, 0, 0, 1, "收入总表")
    sheet.write(1, 0, "合计")
    sheet.write(1, 1, 1234.5, xlwt.easyxf(num_format_str="#,##0.00"))
    sheet.write(2, 0, "日期")
    sheet.write(2, 1, datetime(2025, 1, 31), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    document = read(saved(book))
    assert texts(document) == ["收入总表", "收入总表", "合计\t1,234.50", "日期\t2025-01-31"]
    assert document.lines[2].places == ("收入总表!A2", "收入总表!B2")


ODS = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:spreadsheet><table:table table:name="表1"><table:table-row>
<table:table-cell table:number-columns-spanned="2"><text:p>项目</text:p></table:table-cell><table:covered-table-cell/>
</table:table-row><table:table-row><table:table-cell/><table:table-cell table:number-columns-spanned="900000000"
 table:number-rows-spanned="900000000"/></table:table-row><table:table-row table:number-rows-repeated="2">
<table:table-cell><text:p>合<text:s/>计</text:p></table:table-cell>
<table:table-cell office:value="1234.5"><text:p>1,234.50</text:p></table:table-cell>
<table:table-cell table:number-columns-repeated="1000"/></table:table-row>
<table:table-row table:number-rows-repeated="1000000"><table:table-cell/></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""


def test_an_opendocument_sheet_shows_its_own_text(read: Read) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", ODS)
    document = read(stream.getvalue())
    assert texts(document) == ["表1", "项目", "", "合计\t1,234.50", "合计\t1,234.50"]
    assert document.lines[4].places == ("表1!A4", "表1!B4")


# Word


def word(fill: Callable[[docx.document.Document], None]) -> bytes:
    document = docx.Document()
    fill(document)
    return saved(document)


def test_a_word_table_gives_its_rows(read: Read) -> None:
    def fill(document: docx.document.Document) -> None:
        document.add_paragraph("收入总表")
        table = document.add_table(rows=3, cols=3)
        table.cell(0, 0).merge(table.cell(1, 0)).text = "科目"
        table.cell(0, 1).merge(table.cell(0, 2)).text = "支出"
        table.cell(1, 1).text, table.cell(1, 2).text = "人\n员", "公用"
        table.cell(2, 0).text, table.cell(2, 1).text = "信访事务", "1,234.50"
        document.add_paragraph("注：无。")

    document = read(word(fill))
    assert texts(document) == ["收入总表", "科目\t支出\t", "\t人员\t公用", "信访事务\t1,234.50\t", "注：无。"]
    assert [line.merged for line in document.lines] == ["", "..<", "^..", "...", ""]
    assert document.lines[3].places == ("table=1&row=3&column=1", "table=1&row=3&column=2", "")


BODY = """<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>{}</w:body></w:document>"""


def word_of(xml: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", BODY.format(xml))
    return stream.getvalue()


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        ("<w:p><w:ins><w:r><w:t>甲</w:t></w:r></w:ins><w:del><w:r><w:delText>乙</w:delText></w:r></w:del></w:p>", "甲"),
        ("<w:p><w:moveFrom><w:r><w:t>乙</w:t></w:r></w:moveFrom><w:r><w:t>甲</w:t></w:r></w:p>", "甲"),
        ("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>乙</w:t></w:r><w:r><w:t>甲</w:t></w:r></w:p>", "甲"),
        ("<w:sdt><w:sdtContent><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:sdtContent></w:sdt>", "甲"),
        ("<w:p><w:r><w:t>一</w:t><w:tab/><w:t>1</w:t></w:r></w:p>", "一 1"),
        (
            "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>甲</w:t></w:r></w:p>"
            "</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>甲</w:t></w:r></w:p>"
            "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>",
            "甲",
        ),
    ],
)
def test_what_a_word_document_shows_is_read_once(xml: str, text: str, read: Read) -> None:
    assert texts(read(word_of(xml))) == [text]


def test_rows_under_content_control_and_left_out_columns_count(read: Read) -> None:
    def cell(text: str) -> str:
        return f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"

    rows = (
        f"<w:tr>{cell('甲')}{cell('乙')}</w:tr>"
        f"<w:sdt><w:sdtContent><w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>{cell('1.00')}</w:tr>"
        "</w:sdtContent></w:sdt>"
        f"<w:tr><w:trPr><w:del/></w:trPr>{cell('2.00')}{cell('3.00')}</w:tr>"
    )
    assert texts(read(word_of(f"<w:tbl>{rows}</w:tbl>"))) == ["甲\t乙", "\t1.00"]


def test_a_table_that_lays_out_a_page_is_no_rows(read: Read) -> None:
    def fill(document: docx.document.Document) -> None:
        outer = document.add_table(rows=1, cols=2)
        outer.cell(0, 0).text = "左"
        inner = outer.cell(0, 1).add_table(rows=1, cols=2)
        inner.cell(0, 0).text, inner.cell(0, 1).text = "甲", "1.00"

    assert texts(read(word(fill))) == ["左", "甲\t1.00"]


# other files, and files whose names lie


def zipped(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return stream.getvalue()


def compound(stream: str) -> bytes:
    name = stream.encode("utf-16-le")
    entry = name.ljust(64, b"\0") + (len(name) + 2).to_bytes(2, "little")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + entry


@pytest.mark.parametrize(
    ("data", "problem", "remedy"),
    [
        (zipped("a.pdf", "b.pdf"), "ZIP archive of 2 files", "unpack it"),
        (zipped("OFD.xml"), "OFD document", "PDF"),
        (zipped("xl/workbook.bin"), "binary Excel workbook", ".xlsx"),
        (zipped("ppt/presentation.xml"), "PowerPoint", "PDF"),
        (zipped("word/document.xml")[:60], "damaged", "download it again"),
        (zipped("xl/workbook.xml"), "damaged", "Excel"),
        (word_of("<w:p>"), "damaged", "Word"),
        (word_of("<w:p/>"), "no readable tables", "OCR"),
        (compound("WordDocument"), "old Word document", ".docx"),
        (compound("EncryptedPackage"), "protected by a password", "without the password"),
        (compound("Workbook"), "damaged", "Excel"),
        (compound("Contents"), "old office file", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "no readable tables: this is a picture", "OCR"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "of 2003", ".xlsx"),
        (b"Rar!\x1a\x07\x00", "RAR archive", "unpack it"),
        (b"{\\rtf1 x}", "rich text", ".docx"),
    ],
    ids=lambda value: "file" if isinstance(value, bytes) else value,
)
def test_what_is_not_read_is_named_with_a_remedy(data: bytes, problem: str, remedy: str, read: Read) -> None:
    with pytest.raises(DocumentError) as caught:
        read(data)
    assert problem in caught.value.message
    assert remedy in caught.value.remedy


@pytest.mark.parametrize("name", ["budget.doc", "budget.xls", "budget.pdf", "budget.xlsx"])
def test_the_bytes_and_not_the_name_say_what_a_file_is(name: str, tmp_path: Path) -> None:
    from converter.readers import read_document

    page = "<html><body><table><tr><td>甲</td><td>1.00</td></tr></table></body></html>"
    path = tmp_path / name
    path.write_text(page, encoding="utf-8")
    assert texts(read_document(path)) == ["甲\t1.00"]
    head = 'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n--b\nContent-Type: text/html'
    path.write_text(f"{head}; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{page}\n--b--\n", encoding="utf-8")
    assert texts(read_document(path)) == ["甲\t1.00"]
    path.write_bytes(workbook(small_table))
    assert read_document(path).media_type.endswith("spreadsheetml.sheet")


# a whole disclosure


def as_workbook(reading: converter.Disclosure, path: Path, backwards: bool, step: int) -> None:
    """Writes a disclosure's tables as a workbook of true numbers, `step` columns and rows from the corner."""
    book = openpyxl.Workbook()
    contents = book.active
    assert contents is not None
    contents.title = "目录"
    for number, table in enumerate(reading.tables[:: -1 if backwards else 1], start=1):
        contents.append([table.title])
        sheet = book.create_sheet(f"{number}")
        rows = [line.text.split("\t") for line in (*table.head, *table.body, *table.notes) if not line.blank]
        for row, cells in enumerate(rows, start=1 + step):
            for column, text in enumerate(map(str.strip, cells), start=1 + step):
                amount = parse(text, 0)
                if amount and looks_printed(text):
                    places = len(text.partition(".")[2])
                    sheet.cell(row, column, float(amount.value)).number_format = ("#,##0" if "," in text else "0") + (
                        "." + "0" * places if places else ""
                    )
                elif text:
                    sheet.cell(row, column, text)
    book.save(path)


def printed(reading: converter.Disclosure) -> Counter[tuple[object, ...]]:
    return Counter(
        (c.table_kind, c.row_code, c.row_label, c.column_path, c.role, c.published_value, c.amount_yuan)
        for c in reading.cell_facts
    )


@pytest.mark.parametrize(("backwards", "step"), [(False, 0), (True, 0), (False, 2)])
def test_a_workbook_of_a_disclosure_gives_its_cells(
    backwards: bool, step: int, readings: dict[str, converter.Disclosure], tmp_path: Path
) -> None:
    source = readings["henan-sanmenxia-2025.txt"]
    path = tmp_path / "411200-sanmenxia-2025.xlsx"
    as_workbook(source, path, backwards, step)
    found = converter.read(path)
    tabbed = {table.order for table in source.tables if table.form == "tabs"}
    kinds = {table.kind for table in source.tables if table.form == "tabs"}
    wanted = Counter({cell: n for cell, n in printed(source).items() if cell[0] in kinds})
    assert tabbed and sum((printed(found) & wanted).values()) >= 0.99 * sum(wanted.values())
    assert all(cell.address for cell in found.cell_facts)
