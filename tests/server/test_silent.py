"""A disclosure that says little: each headline figure may be missing, and every page still comes."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from server.app import create_app
from server.disclosures import HEADLINES, headlines
from server.settings import Settings
from server.site import open_site
from tests.server.made_up import draft

PROPERTIES = (
    "ys:totalRevenue",
    "ys:totalExpenditure",
    "ys:basicExpenditure",
    "ys:projectExpenditure",
    "ys:personnelExpenditure",
    "ys:publicExpenditure",
    "ys:threePublicExpenditure",
    "ys:operatingCost",
)


@pytest.mark.parametrize("missing", [*((name,) for name in PROPERTIES), PROPERTIES], ids=[*PROPERTIES, "all"])
def test_pages_come_without_headline_figures(
    missing: tuple[str, ...], make_release: Callable[..., Path], tmp_path: Path
) -> None:
    folder = make_release(without=missing)
    settings = Settings(release=folder, store=tmp_path / "store")
    whole = open_site(settings)
    client: FlaskClient = create_app(settings, whole).test_client()
    pages = [f"/page/id/{entry.iri.split('/id/')[1]}" for entry in whole.release.disclosures]
    assert len(pages) == 2
    assert [client.get(path).status_code for path in ("/", *pages)] == [200, 200, 200]


def test_each_headline_figure_is_there_or_none(make_release: Callable[..., Path], tmp_path: Path) -> None:
    settings = Settings(release=make_release(without=("ys:operatingCost",)), store=tmp_path / "store")
    iri = draft(open_site(settings).release.base, "410703", "卫滨区", 1).iri
    nowhere = iri.replace("410703", "410704")
    found = headlines(open_site(settings).store, [iri, nowhere])
    assert [key for key, amount in found[iri].items() if amount is None] == ["operating"]
    assert found[nowhere] == dict.fromkeys(HEADLINES)
