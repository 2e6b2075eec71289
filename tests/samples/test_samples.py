"""The samples that the project ships: there, readable, and holding the totals that the documents print."""

from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[2] / "samples"

TOTALS = {
    "hebei-shijiazhuang-xinhua-2026.txt": "3303.13",
    "hebei-tangshan-fengrun-2025.txt": "2673.76",
    "henan-jiaozuo-zhongzhan-2025.txt": "2006.90",
    "henan-sanmenxia-2025.txt": "1684.15",
    "henan-xinxiang-weibin-2025.txt": "1740.73",
}


def test_the_five_samples_are_there() -> None:
    assert sorted(path.name for path in SAMPLES.glob("*.txt")) == sorted(TOTALS)


@pytest.mark.parametrize(("name", "total"), TOTALS.items())
def test_total_stands_in_tables_and_narrative(name: str, total: str) -> None:
    text = (SAMPLES / name).read_text(encoding="utf-8").replace(",", "")
    assert text.count(total) >= 8
    assert f"{total}万元" in text.replace(" ", "")


@pytest.mark.parametrize("name", TOTALS)
def test_sample_is_utf8_text_with_unix_line_ends(name: str) -> None:
    data = (SAMPLES / name).read_bytes()
    assert data.decode("utf-8").endswith("\n")
    assert b"\r" not in data and b"\x00" not in data


@pytest.mark.parametrize("name", TOTALS)
def test_prose_is_short(name: str) -> None:
    """Beside figures the samples hold labels and short phrases, not the documents' paragraphs."""
    sentences = [
        line
        for line in (SAMPLES / name).read_text(encoding="utf-8").splitlines()
        if len(line) > 60 and "\t" not in line and "|" not in line
    ]
    assert all(any(char.isdigit() for char in line) for line in sentences)


def test_readme_names_every_sample() -> None:
    readme = (SAMPLES / "README.md").read_text(encoding="utf-8")
    assert [name for name in TOTALS if name not in readme] == []
