"""Wrong input: one clear message on stderr, a telling exit code, and nothing half-written."""

import errno
import os
from pathlib import Path

import pytest
from click.testing import Result

import yusuan

VERBS_WITH_INPUT = [
    ("extract",),
    ("convert", "--out", "release"),
    ("up", "--no-serve", "--data", "data"),
]


def problem_line(result: Result) -> str:
    """The one problem on stderr; no traceback, no data on stdout."""
    lines = [line for line in result.stderr.splitlines() if line.startswith(("yusuan: ", "Error: "))]
    assert len(lines) == 1, result.stderr
    assert isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.stderr
    return lines[0]


@pytest.fixture(params=VERBS_WITH_INPUT, ids=lambda verb: verb[0])
def verb(request: pytest.FixtureRequest) -> tuple[str, ...]:
    return request.param


def nothing_written(folder: Path) -> bool:
    return not [path for path in folder.rglob("*") if path.suffix in (".json", ".gz", ".ttl", ".csv")]


def test_bad_file_alone(run, verb, bad: Path, tmp_path: Path) -> None:
    result = run(*verb, bad)
    assert bad.name in problem_line(result)
    assert result.exit_code in (yusuan.PROBLEMS, yusuan.WRONG_USE)
    assert nothing_written(tmp_path)


def test_missing_path(run, verb, tmp_path: Path) -> None:
    result = run(*verb, tmp_path / "not-there.txt")
    assert "not-there.txt" in problem_line(result)
    assert result.exit_code == yusuan.WRONG_USE
    assert nothing_written(tmp_path)


def test_glob_without_match(run, verb, tmp_path: Path) -> None:
    result = run(*verb, tmp_path / "*.nothing")
    assert "*.nothing" in problem_line(result)
    assert result.exit_code == yusuan.WRONG_USE


def test_folder_without_documents(run, verb, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = run(*verb, tmp_path / "empty")
    assert "empty" in problem_line(result)
    assert result.exit_code == yusuan.WRONG_USE


def test_unreadable_file(run, verb, tmp_path: Path, good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    locked = tmp_path / "locked.txt"
    locked.write_bytes(good.read_bytes())
    forbid(locked, monkeypatch)
    result = run(*verb, locked)
    assert "locked.txt" in problem_line(result)
    assert "permission denied" in problem_line(result).lower()
    assert result.exit_code in (yusuan.PROBLEMS, yusuan.WRONG_USE)
    assert nothing_written(tmp_path)


def forbid(locked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a file unreadable, also for a user who may read everything."""
    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == locked.name:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path).name != locked.name)


def test_place_that_cannot_be_written(run, good: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    result = run("convert", good, "--out", tmp_path / "file" / "release")
    assert str(tmp_path / "file") in problem_line(result)
    assert result.exit_code == yusuan.PROBLEMS


@pytest.mark.parametrize("verb", [("extract",), ("convert", "--out", "release")])
def test_no_input_is_wrong_use(run, verb: tuple[str, ...]) -> None:
    result = run(*verb)
    assert result.exit_code == yusuan.WRONG_USE
    assert "INPUT" in problem_line(result)


@pytest.mark.parametrize(
    "arguments",
    [
        ("extract", "--as", "nonsense", "x.txt"),
        ("extract", "--format", "xml", "x.txt"),
        ("convert", "x.txt"),
        ("serve", "--port", "0"),
        ("query",),
        ("nonsense",),
    ],
)
def test_wrong_use(run, arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == yusuan.WRONG_USE
    problem_line(result)


def test_release_does_not_replace_a_foreign_folder(run, good: Path, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.jpg").write_bytes(b"cat")
    result = run("convert", good, "--out", "photos")
    assert "photos" in problem_line(result)
    assert result.exit_code == yusuan.WRONG_USE
    assert [path.name for path in (tmp_path / "photos").iterdir()] == ["cat.jpg"]


def test_check_of_a_folder_that_is_no_release(run, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    result = run("check", "folder")
    assert "manifest.json" in problem_line(result)
    assert result.exit_code == yusuan.WRONG_USE


def test_check_of_a_broken_graph(run, tmp_path: Path) -> None:
    (tmp_path / "broken.ttl").write_text("this is not turtle", encoding="utf-8")
    result = run("check", "broken.ttl")
    assert "broken.ttl" in problem_line(result)
    assert result.exit_code == yusuan.PROBLEMS


def test_query_without_a_store(run, tmp_path: Path) -> None:
    (tmp_path / "all.rq").write_text("SELECT * { ?s ?p ?o }", encoding="utf-8")
    result = run("query", "all.rq", "--store", "no-store")
    assert "no-store" in problem_line(result)
    assert result.exit_code == yusuan.WRONG_USE
    assert not (tmp_path / "no-store").exists()


def test_serve_without_a_release(run) -> None:
    result = run("serve", "no-release")
    assert "no-release" in problem_line(result)
    assert result.exit_code == yusuan.WRONG_USE
