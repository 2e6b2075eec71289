"""The documentation tells the truth: its links lead somewhere, its commands exist, its queries answer."""

import re
from pathlib import Path

import click
import pytest

import yusuan

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "samples/README.md")] + sorted(
    (ROOT / "docs").glob("*.md")
)
QUERIES = re.findall(r"```sparql\n(.+?)```", (ROOT / "docs" / "model.md").read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    verbs = re.findall(r"^(?:    |\$ )yusuan ([a-z]+)", text, re.MULTILINE) + re.findall(r"`yusuan ([a-z]+)", text)
    assert [verb for verb in verbs if verb not in yusuan.main.commands] == []


def test_every_verb_has_its_section() -> None:
    headings = re.findall(r"^## (\w+)$", (ROOT / "docs" / "commands.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert [heading for heading in headings if heading in yusuan.main.commands] == list(yusuan.main.commands)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_options_exist(page: Path) -> None:
    verbs = list(yusuan.main.commands.values())
    verbs += [sub for verb in verbs if isinstance(verb, click.Group) for sub in verb.commands.values()]
    known = {name for verb in verbs for option in verb.params for name in option.opts}
    lines = [line for line in page.read_text(encoding="utf-8").splitlines() if "yusuan " in line]
    named = {name for line in lines for name in re.findall(r"(?<![\w-])--[a-z][a-z-]+", line)}
    assert named - known - {"--help", "--version"} == set()


def test_there_are_queries_to_try() -> None:
    assert len(QUERIES) >= 2


@pytest.mark.parametrize("text", QUERIES)
def test_queries_of_the_model_answer(text: str, loaded: Path) -> None:
    from server.client import run_query

    assert len(run_query(loaded, text).rows) >= 5


def test_release_page_names_every_kind_of_file(samples_release: Path) -> None:
    page = (ROOT / "docs" / "release.md").read_text(encoding="utf-8")
    top = [path.name for path in samples_release.iterdir()]
    assert [name for name in top if name not in page] == []
