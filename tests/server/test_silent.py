"""A disclosure that says little: each headline figure may be missing, and every page still comes."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from server.app import create_app
from server.overview import HEADLINES, read
from server.settings import Settings
from server.site import open_site
from tests.server.made_up import edit_manifest

NOWHERE = "https://w3id.org/yusuan/id/disclosure/410704/309/2025/budget"
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
    assert [client.get(path).status_code for path in ("/", "/compare", *pages)] == [200] * 4


def test_each_headline_figure_is_there_or_none(make_release: Callable[..., Path], tmp_path: Path) -> None:
    settings = Settings(release=make_release(without=("ys:operatingCost",)), store=tmp_path / "store")
    found = read(open_site(settings)).listed
    assert len(found) == 2
    for each in found:
        assert [key for key in HEADLINES if each.amounts[key] is None] == ["operating"]


def test_a_disclosure_that_the_graph_does_not_describe_has_no_figures(
    make_release: Callable[..., Path], tmp_path: Path
) -> None:
    folder = make_release()
    edit_manifest(folder, lambda manifest: manifest["disclosures"][0].update(iri=NOWHERE))
    found = read(open_site(Settings(release=folder, store=tmp_path / "store"))).by_iri[NOWHERE]
    assert (found.region, dict(found.amounts), found.ratio("project_share")) == ("", dict.fromkeys(HEADLINES), None)
