"""What is written is finished: no page keeps what a merge has left in it."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
LEFT = tuple(sign * 7 for sign in "<|>")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_no_page_keeps_the_marks_of_a_merge(page: Path) -> None:
    assert not [line for line in page.read_text("utf-8").splitlines() if line.startswith(LEFT)]
