"""A development zone without a code from the document to its page, the files and the interface."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from converter import convert
from server.app import create_app
from server.settings import Settings
from server.site import open_site
from server.store import load

SAMPLE = Path(__file__).parents[2] / "samples" / "henan-sanmenxia-2025.txt"
ZONE = "430600-南湖新区"


@pytest.fixture(scope="module")
def zone_site(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """The site of a release of one disclosure: the sample with the names of a zone in another province."""
    folder = tmp_path_factory.mktemp("zone")
    text = SAMPLE.read_text(encoding="utf-8").replace("三门峡市", "岳阳市南湖新区").replace("河南", "湖南")
    (folder / "document.txt").write_text(text, encoding="utf-8")
    result = convert([folder / "document.txt"], folder / "release")
    assert result.conforms and not result.rejected
    settings = Settings(release=folder / "release", store=folder / "store")
    load(settings.release, settings.store)
    return create_app(settings, open_site(settings)).test_client()


def test_its_page_tells_its_place_and_no_code(zone_site: FlaskClient) -> None:
    page = zone_site.get(quote(f"/page/id/region/{ZONE}")).get_data(as_text=True)
    assert "湖南省岳阳市南湖新区" in page and "岳阳市南湖新区医疗保障局" in page
    assert f"<dd>{ZONE}</dd>" not in page
    above = zone_site.get("/page/id/region/430600").get_data(as_text=True)
    assert "岳阳市南湖新区医疗保障局" in above


def test_lists_and_files_go_by_it_and_by_the_place_above(zone_site: FlaskClient) -> None:
    for region, found in ((ZONE, 1), ("430600", 1), ("430600-东湖新区", 0), ("430700", 0)):
        assert zone_site.get("/api/v1/disclosures", query_string={"region": region}).get_json()["total"] == found
        with zone_site.get(quote(f"/dump/region/{region}/2025.nq")) as response:
            assert response.status_code == (200 if found else 404)
