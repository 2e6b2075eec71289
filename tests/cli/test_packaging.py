"""What is shipped: the command, the rooms it needs and the samples, named once and found where they are."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from converter.inputs import samples_dir

ROOT = Path(__file__).parents[2]
ROOMS = ["ontology", "shapes", "converter", "server"]


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_wheel_holds_every_room_the_samples_and_the_command(project: dict[str, Any]) -> None:
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert sorted(wheel["only-include"]) == sorted([*ROOMS, "samples", "yusuan.py", "yusuan_data.py"])
    assert wheel["sources"] == {"samples": "converter/samples"}


def test_samples_are_found() -> None:
    assert len(list(samples_dir().glob("*.txt"))) == 5
    assert len(list(samples_dir().glob("*.html"))) == 5


def test_mypy_reads_every_room(project: dict[str, Any]) -> None:
    assert sorted(project["tool"]["mypy"]["files"]) == sorted([*ROOMS, "yusuan.py", "yusuan_data.py"])


def test_dependencies_are_bounded_above(project: dict[str, Any]) -> None:
    named = project["project"]["dependencies"] + project["project"]["optional-dependencies"]["dev"]
    assert [each for each in named if "<" not in each and "==" not in each] == []


def test_ignored_files_hide_no_data() -> None:
    patterns = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert not {"*.csv", "*.ttl", "*.rq", "*.toml", "*.txt", "*.html"} & set(patterns)
