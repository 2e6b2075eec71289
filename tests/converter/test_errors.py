"""Bad input: one clear message that says what to do, and nothing half written."""

from __future__ import annotations

from pathlib import Path

import pytest

import converter
from converter import DocumentError, InputError

BAD = {
    "empty.txt": (b"", "empty"),
    "blank.txt": (b" \n\n", "empty"),
    "binary.txt": (bytes(range(256)) * 4, "binary"),
    "scan.pdf": (b"%PDF-1.7\n...", "PDF"),
    "other.txt": ("今天天气很好。\n没有表格。\n".encode(), "no budget table"),
    "latin.txt": (b"caf\xe9 \xff\xfe\xfd", "UTF-8"),
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_each_bad_file_has_its_message_and_a_remedy(name: str, tmp_path: Path) -> None:
    data, word = BAD[name]
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(DocumentError) as caught:
        converter.read(path)
    assert word in caught.value.message
    assert caught.value.remedy and str(path.name) in str(caught.value)


def test_a_missing_file_and_an_empty_folder_are_wrong_use(tmp_path: Path) -> None:
    for name in (str(tmp_path / "no.txt"), str(tmp_path), str(tmp_path / "*.txt")):
        with pytest.raises(InputError) as caught:
            converter.expand([name])
        assert caught.value.remedy


def test_bad_files_do_not_stop_good_ones(samples: list[Path], tmp_path: Path) -> None:
    bad = tmp_path / "empty.txt"
    bad.write_bytes(b"")
    result = converter.convert([bad, samples[0]], tmp_path / "release", progress=False)
    assert [summary.file for summary in result.disclosures] == [samples[0].name]
    assert [(r.file, "empty" in r.problem) for r in result.rejected] == [("empty.txt", True)]


def test_nothing_convertible_leaves_nothing(tmp_path: Path) -> None:
    bad = tmp_path / "in" / "empty.txt"
    bad.parent.mkdir()
    bad.write_bytes(b"")
    with pytest.raises(InputError, match="nothing could be converted"):
        converter.convert([bad], tmp_path / "out" / "release", progress=False)
    assert list((tmp_path / "out").iterdir()) == []


def test_a_folder_that_is_no_release_is_not_replaced(samples: list[Path], tmp_path: Path) -> None:
    goal = tmp_path / "precious"
    goal.mkdir()
    (goal / "thesis.txt").write_text("do not lose me")
    with pytest.raises(InputError, match="is no release"):
        converter.convert(samples[:1], goal, progress=False)
    assert (goal / "thesis.txt").read_text() == "do not lose me"


def test_an_old_release_stays_when_the_new_one_fails(samples: list[Path], tmp_path: Path) -> None:
    goal = tmp_path / "release"
    converter.convert(samples[:1], goal, progress=False)
    before = (goal / "manifest.json").read_bytes()
    bad = tmp_path / "empty.txt"
    bad.write_bytes(b"")
    with pytest.raises(InputError):
        converter.convert([bad], goal, progress=False)
    assert (goal / "manifest.json").read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["empty.txt", "release"]


def test_an_ambiguous_region_is_not_guessed(samples: list[Path], tmp_path: Path) -> None:
    """There are several 新华区; without project codes nothing tells which."""
    text = next(p for p in samples if "xinhua" in p.name).read_text(encoding="utf-8").replace("13010526P", "X")
    path = tmp_path / "budget.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DocumentError, match="region cannot be told"):
        converter.read(path)
    named = tmp_path / "130105-budget.txt"
    named.write_text(text, encoding="utf-8")
    assert converter.read(named).identity.region.code == "130105"


NAMELESS = """预算09表 一般公共预算“三公”经费支出情况表
单位：万元
项目\t预算数
合计\t3.00
公务接待费\t1.00
公务用车运行维护费\t2.00
"""


def test_what_the_document_does_not_say_may_stand_in_the_file_name(tmp_path: Path) -> None:
    path = tmp_path / "BJ_北京市审计局_2026预算_tab.txt"
    path.write_text(NAMELESS, encoding="utf-8")
    identity = converter.read(path).identity
    assert (identity.region.code, identity.organisation.name, identity.year) == ("110000", "北京市审计局", 2026)
    assert identity.found_by == {
        "department": "file name",
        "region": "department name",
        "year": "file name",
        "phase": "table titles",
        "scope": "not stated",
    }


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("tables.txt", "no department"),
        ("北京市审计局_北京市财政局_2026.txt", "no department"),
        ("北京市审计局.txt", "no budget year"),
        ("北京市审计局_2025_2026.txt", "no budget year"),
    ],
)
def test_a_file_name_that_is_silent_or_ambiguous_proves_nothing(name: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(NAMELESS, encoding="utf-8")
    with pytest.raises(DocumentError, match=message):
        converter.read(path)


def test_a_name_broken_over_the_lines_of_the_title_is_joined(tmp_path: Path) -> None:
    path = tmp_path / "tables.txt"
    path.write_text("第一部分\n西安市安全生产\n监督管理局\n2019年部门预算\n" + NAMELESS, encoding="utf-8")
    identity = converter.read(path).identity
    assert (identity.region.code, identity.organisation.name, identity.year) == (
        "610100",
        "西安市安全生产监督管理局",
        2019,
    )


@pytest.mark.parametrize("above", ["目录", "公开说明", "一、概况", "附件"])
def test_what_stands_above_the_title_is_no_part_of_the_name(above: str, tmp_path: Path) -> None:
    path = tmp_path / "tables.txt"
    path.write_text(f"{above}\n西安市审计局2026年部门预算\n{above}\n{NAMELESS}", encoding="utf-8")
    assert converter.read(path).identity.organisation.name == "西安市审计局"
    path.write_text(f"{above}\n西安市\n审计局2026年部门预算\n{NAMELESS}", encoding="utf-8")
    assert converter.read(path).identity.organisation.name == "西安市审计局"


def test_the_region_may_stand_in_the_file_name_where_the_name_gives_no_place(tmp_path: Path) -> None:
    text = NAMELESS.replace("单位：万元", "部门名称：科技大学附属学校\n单位：万元\n2026年度")
    for name in ("tables.txt", "999999.txt", "310000-410000.txt"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        with pytest.raises(DocumentError, match="region cannot be told"):
            converter.read(tmp_path / name)
    (tmp_path / "310000-budget.txt").write_text(text, encoding="utf-8")
    identity = converter.read(tmp_path / "310000-budget.txt").identity
    assert (identity.region.code, identity.found_by["region"]) == ("310000", "file name")


def test_the_same_disclosure_twice_is_taken_once(samples: list[Path], tmp_path: Path) -> None:
    copy = tmp_path / "again.txt"
    copy.write_bytes(samples[0].read_bytes() + b"\n")
    result = converter.convert([samples[0], copy], tmp_path / "release", progress=False)
    assert len(result.disclosures) == 1
    assert [r.file for r in result.rejected] == ["again.txt"]
