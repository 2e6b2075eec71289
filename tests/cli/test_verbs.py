"""What the verbs do with right input: tables, releases, checks, stores and answers."""

import csv
import io
import json
import shutil
from pathlib import Path

import pytest
from click.testing import Result

import yusuan

CELL_COLUMNS = [
    "document", "table_kind", "table_title", "row_code", "row_label", "budget_unit", "column_path", "role",
    "amount_yuan", "published_value", "published_unit", "resolved_by", "page", "line_start", "line_end",
    "address",
]  # fmt: skip
TOTAL = 33_031_300
WITH_CHANGES = Path(__file__).resolve().parents[2] / "samples" / "shaanxi-xian-2022.html"  # prints 增减变化情况


def rows_of(result: Result) -> list[dict[str, str]]:
    assert result.exit_code == yusuan.GOOD, result.stderr
    return list(csv.DictReader(io.StringIO(result.stdout)))


@pytest.fixture
def mixed(tmp_path: Path, good: Path) -> Path:
    """A folder with one good document among others that are none."""
    folder = tmp_path / "mixed"
    (folder / "below").mkdir(parents=True)
    shutil.copy(good, folder / "below" / "good.txt")
    (folder / "bad.txt").write_bytes(b"\x00\x01\x02")
    (folder / ".hidden.txt").write_text("x", encoding="utf-8")
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    return folder


# extract


def test_tables_are_printed_as_they_stand(run, good: Path) -> None:
    rows = rows_of(run("extract", good, "--as", "tables"))
    assert list(rows[0]) == [
        "document", "table", "table_kind", "table_title", "line", "page", "column", "text", "address",
    ]  # fmt: skip
    assert len({row["table_title"] for row in rows}) > 5 and all(row["text"] for row in rows)
    page = run("extract", good, "--as", "tables", "--format", "html")
    assert page.exit_code == yusuan.GOOD
    assert page.stdout.startswith("<!DOCTYPE html>") and page.stdout.count("<h2>") > 5


def test_html_is_for_tables_only(run, good: Path) -> None:
    result = run("extract", good, "--as", "cells", "--format", "html")
    assert result.exit_code == yusuan.WRONG_USE and "--as tables" in result.stderr


def test_a_narrative_is_read_with_the_tables_of_the_same_body(run, good: Path, tmp_path: Path) -> None:
    folder = tmp_path / "parts"
    folder.mkdir()
    title = "三门峡市医疗保障局2025年部门预算"
    table = "2025年收支总表\n单位：万元\n项目\t金额\n一、本年收入\t1,234.56\n收入总计\t1,234.56\n"
    (folder / "tables.txt").write_text(f"{title}\n{table}", encoding="utf-8")
    (folder / "words.txt").write_text(f"{title}\n情况说明\n2025年收入总计1,234.56万元。\n", encoding="utf-8")
    result = run("extract", folder, "--as", "statements")
    assert result.exit_code == yusuan.GOOD, result.stderr
    assert [row["published_value"] for row in rows_of(result)] == ["1,234.56"]
    other = "烟台市医疗保障局2025年部门预算\n情况说明\n收入总计1,234.56万元。\n"
    (folder / "words.txt").write_text(other, encoding="utf-8")
    assert run("extract", folder, "--as", "statements").exit_code == yusuan.PROBLEMS


def test_tables_that_do_not_tell_whose_they_are_are_printed_but_not_published(run, tmp_path: Path) -> None:
    table = "2025年收支总表\n单位：万元\n项目\t金额\n一、本年收入\t1,234.56\n收入总计\t1,234.56\n"
    (tmp_path / "whose.txt").write_text(f"林业大学2025年部门预算\n{table}", encoding="utf-8")
    result = run("extract", tmp_path / "whose.txt")
    assert result.exit_code == yusuan.PROBLEMS
    assert "whose.txt" in result.stderr and "cannot be published" in result.stderr
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert [row["amount_yuan"] for row in rows] == ["12345600", "12345600"]
    findings = run("extract", tmp_path / "whose.txt", "--as", "findings")
    assert findings.exit_code == yusuan.PROBLEMS and len(findings.stdout.splitlines()) == 1
    assert run("convert", tmp_path / "whose.txt", "--out", tmp_path / "release").exit_code != yusuan.GOOD
    assert not (tmp_path / "release").exists()


def test_cells_as_csv_have_the_documented_columns(run, good: Path) -> None:
    rows = rows_of(run("extract", good))
    assert list(rows[0]) == CELL_COLUMNS
    assert {row["document"] for row in rows} == {good.name}


def test_details_of_a_table_add_up_to_the_printed_total(run, good: Path) -> None:
    rows = rows_of(run("extract", good))
    table = [row for row in rows if row["table_kind"] == "general_public_expenditure" and row["role"] == "detail"]
    assert sum(float(row["amount_yuan"]) for row in table) == TOTAL


@pytest.mark.parametrize("table", yusuan.TABLES)
def test_every_table_as_json_holds_what_it_holds_as_csv(run, good: Path, table: str) -> None:
    document = WITH_CHANGES if table == "comparisons" else good
    rows = rows_of(run("extract", document, "--as", table))
    objects = json.loads(run("extract", document, "--as", table, "--format", "json").stdout)
    assert len(objects) == len(rows) > 0
    assert list(objects[0]) == list(rows[0])


def test_amounts_are_numbers_in_json(run, good: Path) -> None:
    objects = json.loads(run("extract", good, "--format", "json").stdout)
    assert all(isinstance(each["amount_yuan"], int | float) for each in objects)


def test_files_folders_and_globs_can_be_mixed_and_count_once(run, good: Path) -> None:
    rows = rows_of(run("extract", good, good.parent / "hebei-*.txt", "--as", "projects"))
    assert len({row["document"] for row in rows}) == 2
    assert len([row for row in rows if row["document"] == good.name]) == 5


def test_header_stands_once_for_several_documents(run, good: Path) -> None:
    result = run("extract", good.parent, "--as", "projects")
    assert result.stdout.count("document,") == 1


def test_bad_document_among_good_ones_is_reported_and_left_out(run, mixed: Path) -> None:
    result = run("extract", mixed, "--as", "projects")
    assert result.exit_code == yusuan.PROBLEMS
    assert "bad.txt" in result.stderr and "bad.txt" not in result.stdout
    assert result.stdout.count("good.txt") == 5


def test_files_of_a_folder_that_are_left_out_are_named(run, mixed: Path) -> None:
    result = run("extract", mixed)
    assert ".hidden.txt" in result.stderr
    assert "picture.png" in result.stderr


# convert, check


def test_release_of_good_and_bad_documents(run, mixed: Path, tmp_path: Path) -> None:
    result = run("convert", mixed, "--out", "release")
    manifest = json.loads((tmp_path / "release" / "manifest.json").read_text(encoding="utf-8"))
    assert result.exit_code == yusuan.PROBLEMS
    assert result.stdout == "release\n"
    assert [each["file"] for each in manifest["rejected"]] == ["bad.txt"]
    assert [each["source"]["file"] for each in manifest["disclosures"]] == ["good.txt"]


def test_release_of_good_documents_is_good_and_leaves_nothing_beside(run, good: Path, tmp_path: Path) -> None:
    result = run("convert", good, "--out", "release")
    assert result.exit_code == yusuan.GOOD, result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["release"]


def test_failed_conversion_leaves_the_older_release(run, good: Path, tmp_path: Path) -> None:
    run("convert", good, "--out", "release")
    before = (tmp_path / "release" / "manifest.json").read_bytes()
    (tmp_path / "bad.txt").write_bytes(b"")
    result = run("convert", tmp_path / "bad.txt", "--out", "release")
    assert result.exit_code != yusuan.GOOD
    assert (tmp_path / "release" / "manifest.json").read_bytes() == before


def test_check_of_a_release_tells_files_graphs_and_findings(run, samples_release: Path) -> None:
    result = run("check", samples_release)
    assert result.exit_code == yusuan.GOOD, result.stdout
    assert result.stdout.count("conforms to the shapes") == 5
    assert "each as the manifest describes it" in result.stderr
    assert "findings about the documents" in result.stderr


def test_check_shows_the_lines_of_both_sides(run, samples_release: Path) -> None:
    (line,) = [line for line in run("check", samples_release).stdout.splitlines() if "found L501" in line]
    assert "| expected L491" in line


def test_check_finds_what_extract_finds(run, samples_release: Path, samples: list[Path]) -> None:
    checked = json.loads(run("check", samples_release, "--format", "json").stdout)
    found = rows_of(run("extract", *samples, "--as", "findings"))
    told = sorted((each["rule"], each["message_zh"]) for one in checked for each in one["results"])
    assert told == sorted((each["rule"], each["message_zh"]) for each in found) != []


@pytest.mark.parametrize("form", yusuan.REPORTS)
def test_check_writes_each_report(run, samples_release: Path, tmp_path: Path, form: str) -> None:
    result = run("check", samples_release, "--format", form, "--out", tmp_path / "report")
    assert result.exit_code == yusuan.GOOD and result.stdout == ""
    assert "spending-plan" in (tmp_path / "report").read_text(encoding="utf-8")


def test_check_reads_named_graphs_and_gzip(run, samples_release: Path) -> None:
    packed = next((samples_release / "dump").glob("1*.nq.gz"))
    result = run("check", packed)
    assert result.exit_code == yusuan.GOOD, result.stderr
    assert result.stdout.count("conforms to the shapes") == 1


def test_check_finds_a_changed_file(run, samples_release: Path, tmp_path: Path) -> None:
    shutil.copytree(samples_release, tmp_path / "copy")
    (tmp_path / "copy" / "cells.csv").write_text("changed", encoding="utf-8")
    result = run("check", "copy")
    assert result.exit_code != yusuan.GOOD
    assert "cells.csv" in result.stderr + result.stdout


def test_check_of_a_graph_with_a_wrong_line(run, tmp_path: Path) -> None:
    (tmp_path / "wrong.ttl").write_text(
        "@prefix ys: <https://w3id.org/yusuan/def#> . <urn:line> a ys:DetailLine .", encoding="utf-8"
    )
    result = run("check", "wrong.ttl")
    assert result.exit_code == yusuan.PROBLEMS
    assert "Violation" in result.stdout


# load, query, up


def test_load_tells_what_is_in_the_store(run, samples_release: Path) -> None:
    first = run("load", samples_release, "--store", "store")
    again = run("load", samples_release, "--store", "store")
    assert (first.exit_code, again.exit_code) == (yusuan.GOOD, yusuan.GOOD)
    assert "5 disclosures" in first.stderr and "loaded into" in first.stderr
    assert "already in" in again.stderr


QUESTION = """
PREFIX ys: <https://w3id.org/yusuan/def#>
SELECT ?total WHERE { ?disclosure a ys:Disclosure ; ys:totalExpenditure ?total } ORDER BY DESC(?total)
"""


@pytest.fixture
def question(tmp_path: Path) -> Path:
    path = tmp_path / "question.rq"
    path.write_text(QUESTION, encoding="utf-8")
    return path


def test_answer_as_csv(run, loaded: Path, question: Path) -> None:
    rows = rows_of(run("query", question, "--store", loaded, "--format", "csv"))
    assert [float(row["total"]) for row in rows] == [33031300, 26737600, 20069000, 17407300, 16841500]


def test_answer_as_json(run, loaded: Path, question: Path) -> None:
    result = run("query", question, "--store", loaded, "--format", "json")
    assert json.loads(result.stdout)[0] == {"total": TOTAL}


def test_answer_as_table(run, loaded: Path, question: Path) -> None:
    lines = run("query", question, "--store", loaded).stdout.splitlines()
    assert lines[0].strip() == "total"
    assert len(lines) == 6


def test_every_example_is_listed_and_answers(run, loaded: Path) -> None:
    from server.queries import examples

    listed = run("query", "--list").stdout
    assert len(examples()) > 5
    for example in examples():
        assert example.name in listed
        assert run("query", example.name, "--store", loaded, "--format", "csv").exit_code == yusuan.GOOD


def test_wrong_query_is_one_message(run, loaded: Path, tmp_path: Path) -> None:
    (tmp_path / "wrong.rq").write_text("SELECT ?x WHERE {", encoding="utf-8")
    result = run("query", "wrong.rq", "--store", loaded)
    assert result.exit_code == yusuan.WRONG_USE
    assert result.stderr.startswith("yusuan: ") and "Traceback" not in result.stderr


def test_unknown_example_lists_those_there_are(run, loaded: Path) -> None:
    result = run("query", "no-such-example", "--store", loaded)
    assert result.exit_code == yusuan.WRONG_USE
    assert "the examples are" in result.stderr


def test_up_makes_release_and_store_once(run, good: Path, tmp_path: Path) -> None:
    first = run("up", good, "--no-serve", "--data", "data")
    made = (tmp_path / "data" / "release" / "manifest.json").stat().st_mtime_ns
    again = run("up", good, "--no-serve", "--data", "data")
    assert (first.exit_code, again.exit_code) == (yusuan.GOOD, yusuan.GOOD), first.stderr
    assert "loaded into" in first.stderr and "already in" in again.stderr
    assert (tmp_path / "data" / "release" / "manifest.json").stat().st_mtime_ns == made


def test_up_notices_a_changed_document(run, good: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.txt"
    shutil.copy(good, copy)
    run("up", copy, "--no-serve", "--data", "data")
    copy.write_text(copy.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    result = run("up", copy, "--no-serve", "--data", "data")
    assert "1 disclosure converted" in result.stderr


def test_up_without_input_takes_the_samples(run, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[Path] = []
    monkeypatch.setattr(yusuan, "prepare", lambda paths, data: taken.extend(paths) or True)
    result = run("up", "--no-serve")
    assert result.exit_code == yusuan.GOOD
    assert len(taken) == 10
