"""The pages for people: in both languages, whole, safe, and true to the graph."""

import re
from decimal import Decimal
from html.parser import HTMLParser
from importlib.resources import files

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server import money
from server.language import LANGUAGES, texts
from server.queries import examples
from server.sources import numbered
from tests.server.made_up import SCRIPT, Draft

VOID = {"meta", "link", "input", "br", "rect"}


class Balance(HTMLParser):
    """Collects links, and complains about tags that do not close."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        self.links += [value for key, value in attributes if key in ("href", "src", "action") and value]
        self.wrong += [key for key in given if key.startswith("on") or key == "style"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and (not self.open or self.open.pop() != tag):
            self.wrong.append(f"</{tag}> at {self.getpos()}")


def read(page: str) -> Balance:
    parser = Balance()
    parser.feed(page)
    parser.close()
    assert parser.wrong == [] and parser.open == []
    return parser


@pytest.fixture(scope="session")
def addresses(drafts: list[Draft]) -> list[str]:
    """One address of every kind of page."""
    draft = drafts[0]
    local = draft.iri.removeprefix("https://w3id.org/yusuan")
    return [
        "/", "/?q=卫滨", "/?q=没有", "/sparql", "/sparql?query=ASK%20%7B%7D", "/sparql?query=x", "/def", "/dump/",
        f"/page{local}", f"/page{local}/v/{draft.sha[:8]}", f"/page{local}/v/{draft.sha[:8]}/table/expenditure_summary",
        f"/page{local}/v/{draft.sha[:8]}/finding/narrative-vs-table/1", "/page/id/region/410703",
        "/page/code/flow/revenue", "/page/code/flow", f"/source/{draft.id}?l=3-5",
        "/examples/project-share", "/nothing",
    ]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_in_every_language(client: FlaskClient, addresses: list[str], language: str) -> None:
    for address in addresses:
        glue = "&" if "?" in address else "?"
        response = client.get(f"{address}{glue}lang={language}", headers={"Accept": "text/html"})
        page = response.get_data(as_text=True)
        assert response.mimetype == "text/html", address
        assert f'<html lang="{"zh-Hans" if language == "zh" else "en"}">' in page
        assert response.headers["Content-Language"] == language
        links = read(page).links
        assert not [link for link in links if link.startswith(("http://localhost", "javascript:"))]
        assert "<script>alert" not in page, address


def test_pages_ask_no_other_host(client: FlaskClient, addresses: list[str]) -> None:
    for address in addresses:
        page = client.get(address, headers={"Accept": "text/html"}).get_data(as_text=True)
        loaded = re.findall(r'<(?:script|link|img|iframe)[^>]+(?:src|href)="([^"]+)"', page)
        assert loaded and all(each.startswith("/") for each in loaded)


def test_links_within_the_site_lead_somewhere(client: FlaskClient, addresses: list[str]) -> None:
    """Two clicks from every kind of page; each address once."""
    seen: set[str] = set()
    for address in addresses[:1] + addresses[8:13]:
        page = client.get(address, headers={"Accept": "text/html"}).get_data(as_text=True)
        seen |= {link.partition("#")[0] for link in read(page).links if link.startswith("/")}
    assert len(seen) > 60
    for link in sorted(seen):
        with client.get(link, headers={"Accept": "text/html"}) as response:
            assert response.status_code in (200, 303), link


def test_security_headers_everywhere(client: FlaskClient, addresses: list[str]) -> None:
    for address in [*addresses, "/dump/cells.csv", "/data/id/region/410703.ttl", "/static/yusuan.css"]:
        with client.get(address) as response:
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            policy = response.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy and "unsafe" not in policy


def test_the_language_follows_the_browser_and_the_choice(client: FlaskClient) -> None:
    def title(**given: str) -> str:
        return client.get(given.pop("path", "/"), headers=given).get_data(as_text=True).partition("</title>")[0]

    assert "关联数据" in title()
    assert "关联数据" in title(**{"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8"})
    assert "Linked data" in title(**{"Accept-Language": "en-GB"})
    assert "关联数据" in title(**{"Accept-Language": "fr"})
    assert "Linked data" in title(path="/?lang=en", **{"Accept-Language": "zh"})


def test_a_chosen_language_is_kept_in_links(client: FlaskClient) -> None:
    chosen = read(client.get("/?lang=en").get_data(as_text=True)).links
    assert "/def?lang=en" in chosen and "/?lang=zh" in chosen
    assert "/def" in read(client.get("/").get_data(as_text=True)).links


def test_every_text_is_used_and_there(app: Flask) -> None:
    templates = files("server") / "templates"
    used = "".join(each.read_text("utf-8") for each in templates.iterdir())
    asked = set(re.findall(r"\bt\('([\w-]+)'", used))
    starts = tuple(re.findall(r"\bt\('([\w-]+_)' ~", used))
    assert asked and starts
    known = texts()
    assert {key for key in asked if not key.endswith("_")} <= set(known)
    quoted = set(re.findall(r"'([\w-]+)'", used))
    assert not [key for key in known if key not in quoted and not key.startswith(starts)]
    assert all(text[each] for text in known.values() for each in LANGUAGES)


def test_texts_have_the_same_places_to_fill(app: Flask) -> None:
    for key, text in texts().items():
        assert len({frozenset(re.findall(r"{(\w+)}", each)) for each in text.values()}) == 1, key


def test_the_front_page_has_the_numbers_and_the_list(client: FlaskClient) -> None:
    page = client.get("/?lang=en").get_data(as_text=True)
    assert "1,740.73" in page and "3,481.46" in page and "92.5%" in page
    assert page.count('<a class="chip strong"') == 11
    found = client.get("/?q=丰润 2025").get_data(as_text=True)
    assert "3,481.46" in found and "1,740.73" not in found


def test_examples_run_with_a_click(client: FlaskClient) -> None:
    for each in examples():
        page = client.get(f"/examples/{each.name}?lang=zh").get_data(as_text=True)
        assert each.question["zh"] in page and "format=csv" in page and '<table class="data">' in page
    assert client.get("/examples/nothing").status_code == 404


def test_the_page_of_a_disclosure(client: FlaskClient, drafts: list[Draft]) -> None:
    draft = drafts[0]
    page = client.get("/page/id/disclosure/410703/309/2025/budget?lang=zh").get_data(as_text=True)
    assert f"<h1>{draft.title}</h1>" in page
    for text in (
        "1,740.73",
        "城乡医疗救助中央财政补助资金",
        "≥1200人次",
        "正文与表格应一致",
        "空表列示",
        "2 个数字未能确定所在的栏",
    ):
        assert text in page
    assert f'href="/source/{draft.id}?l=6&amp;lang=zh#L6" title="121.27"' in page
    assert f"GRAPH &lt;{draft.version}&gt;" in page
    assert 'class="figure total"' in page and "&lt;script&gt;" in page


def test_both_sides_of_a_finding_are_shown(client: FlaskClient) -> None:
    page = client.get("/page/id/disclosure/410703/309/2025/budget?lang=en").get_data(as_text=True)
    finding = page.partition('<article class="finding violation">')[2].partition("</article>")[0]
    assert re.findall(r'class="figure">([\d.,-]+)<', finding) == ["1,740.73", "1,740.37", "0.36"]
    assert ">L3<" in finding and ">L5<" in finding and "text and table differ" in finding


def test_the_source_view_marks_lines(client: FlaskClient, drafts: list[Draft]) -> None:
    page = client.get(f"/source/{drafts[0].id}?l=3-5").get_data(as_text=True)
    assert re.findall(r'<li id="L(\d+)" class="marked">', page) == ["3", "4", "5"]
    assert page.count("<li id=") == 12
    assert "<span>&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("marked", ["", "x", "5-3", "0", "99-100", "-1", "1-2-3", "9" * 30])
def test_odd_marks_are_no_errors(client: FlaskClient, drafts: list[Draft], marked: str) -> None:
    page = client.get(f"/source/{drafts[0].id}?l={marked}").get_data(as_text=True)
    assert 'class="marked"' not in page


def test_an_unknown_source_is_404(client: FlaskClient) -> None:
    assert client.get("/source/none").status_code == 404
    assert client.get("/source/..%2Fmanifest.json").status_code == 404


def test_lines_of_pages() -> None:
    lines = numbered("a\nb\n\fc\nd\n", "p2L1-2")
    assert [(line.anchor, line.text, line.marked) for line in lines] == [
        ("p1L1", "a", False), ("p1L2", "b", False), ("p2L1", "c", True), ("p2L2", "d", True),
    ]  # fmt: skip
    through = numbered("a\nb\n\fc\n", "3")
    assert [(line.anchor, line.page, line.marked) for line in through][-1] == ("L3", 2, True)


def test_a_line_separator_within_a_line_makes_no_new_line() -> None:
    assert [line.number for line in numbered("a\u2028b\x0bc\nd", "")] == [1, 2]


def test_money_is_written_exactly() -> None:
    assert money.wan(Decimal("17407300")) == "1,740.73"
    assert money.wan(Decimal("17407301.5")) == "1,740.73015"
    assert money.wan(Decimal("-3600")) == "-0.36"
    assert (money.wan(0), money.wan(None)) == ("0.00", "")
    assert money.wan(Decimal("1E+8")) == "10,000.00"
    assert money.grouped(Decimal("1234.50")) == "1,234.50" and money.grouped(1234) == "1,234"
    assert money.percent(Decimal(1), Decimal(3)) == "33.3%" and money.percent(Decimal(1), Decimal(0)) == ""
    assert (money.size(999), money.size(25_946), money.size(1_500_000)) == ("999 B", "26 kB", "1.5 MB")


def test_script_is_only_in_the_made_up_data() -> None:
    assert "<script>" in SCRIPT
