"""A document that crashes, hangs or swallows memory takes nothing else along, and nothing finished is lost."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from processes import soon

import converter
from converter import InputError, isolated, kept
from converter.errors import DocumentError
from converter.isolated import Limits, Lost
from converter.one import keep_lost
from converter.reading import read_all

ROOT = Path(__file__).resolve().parents[2]
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is bounded on Linux only")


def work(what: str) -> str:
    """Does what it is told."""
    if what == "crash":
        os.abort()
    if what == "exit":
        os._exit(3)
    if what == "hang":
        time.sleep(600)
    if what.startswith("parts"):
        for _ in range(3):
            isolated.next_part()
            time.sleep(600 if what == "parts that hang" else 3)
    if what == "swallow":
        return str(len(bytearray(8 << 30)))
    return what.upper()


def outcomes(*things: str, seconds: float = 30, jobs: int = 2) -> dict[str, str | Lost]:
    limits = Limits(seconds, 2048)
    return {things[index]: result for index, result in isolated.run(work, [(each,) for each in things], jobs, limits)}


def test_what_crashes_is_lost_and_the_others_go_on() -> None:
    found = outcomes("a", "crash", "b", "exit", "c", jobs=1)
    assert [found[each] for each in "abc"] == ["A", "B", "C"]
    assert isinstance(found["crash"], Lost) and "crashed (by signal 6)" in found["crash"].problem
    assert isinstance(found["exit"], Lost) and "crashed (with code 3)" in found["exit"].problem


def test_what_hangs_is_stopped_after_its_time() -> None:
    found = outcomes("hang", *"abcdef", seconds=8)
    assert isinstance(found["hang"], Lost) and "more than 8 seconds" in found["hang"].problem
    assert [found[each] for each in "abcdef"] == list("ABCDEF")


def test_each_part_of_a_long_work_has_the_time_for_itself() -> None:
    found = outcomes("parts", "parts that hang", seconds=7)
    assert found["parts"] == "PARTS"
    assert isinstance(found["parts that hang"], Lost)


@LINUX
def test_what_needs_too_much_memory_is_stopped() -> None:
    found = outcomes("swallow", "a")
    assert isinstance(found["swallow"], Lost) and "2048 MB" in found["swallow"].problem
    assert found["a"] == "A"


def test_nothing_to_do_is_done_at_once() -> None:
    assert outcomes() == {}


# conversions


@pytest.fixture
def folder(samples: list[Path], tmp_path: Path) -> Path:
    goal = tmp_path / "in"
    goal.mkdir()
    for path in samples:
        shutil.copy(path, goal / path.name)
    return goal


def results(out: Path) -> set[str]:
    """The names of the results that are kept for a release."""
    root = kept.kept_folder(out)
    return {path.name for path in root.iterdir() if (path / kept.RECORD).is_file()} if root.is_dir() else set()


def convert(folder: Path, out: Path, **more: object) -> converter.ReleaseResult:
    return converter.convert(sorted(folder.iterdir()), out, progress=False, **more)  # type: ignore[arg-type]


def test_a_second_run_converts_only_what_is_new_or_changed(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "release"
    first = convert(folder, out)
    names = results(out)
    times = {name: (kept.kept_folder(out) / name / kept.RECORD).stat().st_mtime_ns for name in names}
    assert len(names) == 6  # five documents and the vocabulary
    changed = sorted(folder.iterdir())[0]
    changed.write_text(changed.read_text("utf-8") + "\n", encoding="utf-8")
    second = convert(folder, out)
    again = results(out)
    assert len(again) == 6 and len(again & names) == 5
    assert all((kept.kept_folder(out) / n / kept.RECORD).stat().st_mtime_ns == times[n] for n in again & names)
    assert [s.iri for s in second.disclosures] == [s.iri for s in first.disclosures]
    assert second.disclosures[0].id != first.disclosures[0].id


def test_a_document_that_takes_too_long_is_recorded_and_tried_again_with_more_time(
    samples: list[Path], tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=r"took more than 0\.01 seconds"):
        converter.convert(samples[:1], tmp_path / "release", progress=False, limits=Limits(0.01))
    assert not (tmp_path / "release").exists()
    result = converter.convert(samples[:1], tmp_path / "release", progress=False)
    assert len(result.disclosures) == 1 and not result.rejected


def test_a_crash_is_not_kept_and_a_hang_is(tmp_path: Path) -> None:
    paths, limits = (tmp_path / "budget.pdf",), Limits()
    for name, lasting in (("crash", False), ("hang", True)):
        rejected = keep_lost(paths, tmp_path, name, Lost("reading it ended", "leave it out", lasting), limits)
        assert (rejected.file, rejected.problem) == ("budget.pdf", "reading it ended")
        assert bool(kept.load(tmp_path, name)) == bool(rejected.result) == lasting
    assert not [each for each in outcomes("crash").values() if isinstance(each, Lost) and each.lasting]


def test_where_no_cache_can_be_written_the_release_is_made_all_the_same(
    samples: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("YUSUAN_CACHE", str(tmp_path / "file"))
    assert converter.convert(samples[:1], tmp_path / "release", progress=False).disclosures


def test_two_runs_do_not_write_one_release(samples: list[Path], tmp_path: Path) -> None:
    pytest.importorskip("fcntl")
    with kept.opened(tmp_path / "release"), pytest.raises(InputError, match="another run is writing"):
        converter.convert(samples[:1], tmp_path / "release", progress=False)
    assert not (tmp_path / "release").exists()


def test_copies_of_one_document_do_not_get_in_each_others_way(samples: list[Path], tmp_path: Path) -> None:
    copies = [tmp_path / name / samples[0].name for name in "abc"]
    for copy in copies:
        copy.parent.mkdir()
        shutil.copy(samples[0], copy)
    result = converter.convert(copies, tmp_path / "release", progress=False, jobs=3)
    assert len(result.disclosures) == 1
    assert ["the same disclosure" in each.problem for each in result.rejected] == [True, True]


def test_a_kept_result_that_is_damaged_is_made_again(samples: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "release"
    converter.convert(samples[:1], out, progress=False)
    for name in results(out):
        (kept.kept_folder(out) / name / kept.RECORD).write_text("{", encoding="utf-8")
    assert converter.convert(samples[:1], out, progress=False).disclosures


@LINUX
@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGINT])
def test_a_run_that_is_stopped_loses_nothing_finished(sign: int, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "release"
    (tmp_path / ".release.work-left").mkdir()
    command = [sys.executable, "yusuan.py", "convert", str(folder), "--out", str(out), "--jobs", "1"]
    run = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    assert soon(lambda: len(results(out)) >= 2, 300)
    run.send_signal(sign)
    _, said = run.communicate(timeout=120)
    finished = results(out)
    assert not out.exists()
    if sign == signal.SIGINT:
        assert run.returncode == 130 and "what is finished is kept" in said
    result = convert(folder, out)
    assert len(result.disclosures) == 5
    assert finished <= results(out)
    assert not list(tmp_path.glob(".release.*"))
    assert json.loads((out / "manifest.json").read_text("utf-8"))["conforms"] is True


def test_a_document_that_takes_too_long_is_an_error_among_readings(samples: list[Path]) -> None:
    found = dict(read_all(samples[:2], "cell_facts", 1, Limits(0.01)))
    assert list(found) == samples[:2]
    for path, outcome in found.items():
        assert isinstance(outcome, DocumentError)
        assert outcome.file == path.name and "more than 0.01 seconds" in outcome.problem


def test_readings_from_other_processes_are_those_of_our_own_in_the_same_order(
    samples: list[Path], tmp_path: Path
) -> None:
    bad = tmp_path / "empty.txt"
    bad.write_text("nothing here", "utf-8")
    paths = [*samples[:2], bad]
    apart, here = list(read_all(paths, "findings", 2, Limits())), list(read_all(paths))
    assert [path for path, _ in apart] == [path for path, _ in here] == paths
    assert isinstance(apart[2][1], DocumentError) and str(apart[2][1]) == str(here[2][1])
    for (_, other), (_, own) in zip(apart[:2], here[:2], strict=True):
        assert isinstance(other, converter.Disclosure) and isinstance(own, converter.Disclosure)
        assert other.findings.equals(own.findings) and len(own.findings)
