"""Figures per head: only where a population with its source is given, and never by a guess."""

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.app import create_app
from server.errors import ServerError
from server.population import People, Population, read_population
from server.settings import Settings

HEADER = "region,year,persons,source\n"


@pytest.fixture
def peopled(release_folder: Path, tmp_path: Path) -> FlaskClient:
    """The made-up release, with the population of one of its two regions."""
    file = tmp_path / "people.csv"
    file.write_text(HEADER + "410703,2024,200000,A made-up yearbook\n", "utf-8")
    settings = Settings(release=release_folder, store=release_folder.parent / "store", population=str(file))
    return create_app(settings).test_client()


def test_an_amount_is_divided_by_the_people_of_the_nearest_year(peopled: FlaskClient) -> None:
    text = peopled.get("/compare.csv?of=total&per=head").get_data(as_text=True)
    (row,) = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    assert Decimal(row["value"]) == Decimal("87.0365") and row["unit"] == "yuan per head"
    assert (row["persons"], row["persons_year"], row["persons_source"]) == ("200000", "2024", "A made-up yearbook")


def test_the_page_names_the_source(peopled: FlaskClient) -> None:
    page = peopled.get("/compare?of=total&per=head&lang=en").get_data(as_text=True)
    assert "A made-up yearbook" in page and "87.04" in page and "per head (yuan)" in page
    assert "87.04" in peopled.get("/compare.svg?of=total&per=head").get_data(as_text=True)


def test_a_ratio_has_no_figure_per_head(peopled: FlaskClient) -> None:
    one = peopled.get("/compare.csv?of=project_share&per=head").data
    assert one == peopled.get("/compare.csv?of=project_share").data


def test_without_a_file_nothing_is_said_per_head(app: Flask, client: FlaskClient) -> None:
    assert len(app.extensions["population"]) == 0
    assert client.get("/compare.csv?per=head").data == client.get("/compare.csv").data
    page = client.get("/compare?per=head&lang=en").get_data(as_text=True)
    assert "was given no population data" in page and 'name="per"' not in page


def test_the_earlier_of_two_years_that_are_as_near() -> None:
    known = Population([People("410703", year, year, "a") for year in (2020, 2023, 2025)])
    found = [known.of("410703", year) for year in (2019, 2024, 2027, 2028)]
    assert [each and each.year for each in found] == [2020, 2023, 2025, None]
    assert known.of("410700", 2023) is None


@pytest.mark.parametrize(
    "text, said",
    [
        ("region,year,persons\n410703,2024,1\n", "lacks one of the columns"),
        (HEADER + "41070,2024,1,a\n", "line 2: '41070' is no code"),
        (HEADER + "410703,24,1,a\n", "'24' is no year"),
        (HEADER + "410703,2024,many,a\n", "'many' is no number"),
        (HEADER + "410703,2024,0,a\n", "'0' is no number"),
        (HEADER + "410703,2024,1,\n", "the source is missing"),
        (HEADER + "410703,2024,1\n", "the source is missing"),
        (HEADER + "410703,2024,1,a\n410703,2024,2,b\n", "has 2 rows for region 410703 in 2024"),
        ("", "lacks one of the columns"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "people.csv"
    file.write_text(text, "utf-8")
    with pytest.raises(ServerError) as refused:
        read_population(str(file))
    assert said in refused.value.message and refused.value.remedy


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ServerError, match="cannot be read"):
        read_population(str(tmp_path / "none.csv"))
