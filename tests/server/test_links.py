"""Links are written as the framework would write them."""

import pytest
from flask import Flask, url_for
from hypothesis import given
from hypothesis import strategies as st

from ontology.namespaces import DEFAULT_BASE
from server.addresses import Lines
from server.links import href, source_href

_NO_SPACE = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp"))
NAMES = st.text(_NO_SPACE, min_size=1, max_size=12)
CHOICES = st.sampled_from(("", "?lang=en", "?money=yi&lang=zh", "?lang=xx&money=wan", "?q=1"))


@given(name=NAMES, chosen=CHOICES, root=st.sampled_from(("", "/under/data")))
def test_the_link_of_a_thing_is_that_of_its_route(app: Flask, name: str, chosen: str, root: str) -> None:
    with app.test_request_context(f"/{chosen}", environ_overrides={"SCRIPT_NAME": root}):
        place = app.extensions["yusuan"].addresses.place(f"{DEFAULT_BASE}id/org/{name}")
        assert href(f"{DEFAULT_BASE}id/org/{name}") == url_for("linked.page", kind=place[0], rest=place[1])


@pytest.mark.parametrize("page", [None, 3])
@pytest.mark.parametrize("chosen", ["", "?lang=en", "?lang=zh&money=yuan"])
def test_the_link_of_a_line_is_that_of_its_route(app: Flask, page: int | None, chosen: str) -> None:
    with app.test_request_context(f"/{chosen}"):
        entry = app.extensions["yusuan"].release.disclosures[0]
        marked = "p3L12-14" if page else "12-14"
        wanted = url_for("sources.page", id=entry.id, l=marked, _anchor="L12")
        assert source_href(Lines(entry.version, 12, 14, page)) == wanted
        assert source_href(Lines("https://example.org/no", 1, 2)) is None
