"""The pages for people: in both languages, whole, safe, and true to the graph."""

import re
from decimal import Decimal
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ontology.namespaces import DEFAULT_BASE
from server import money
from server.addresses import Lines
from server.language import LANGUAGES, texts
from server.links import href
from server.queries import examples
from server.sources import _read, numbered, pieces, span
from tests.server.made_up import SCRIPT, Draft

VOID = {"meta", "link", "input", "br"}


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

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.open.pop()

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
        "/", "/disclosures?q=卫滨", "/disclosures?q=没有",
        "/sparql", "/sparql?query=ASK%20%7B%7D", "/sparql?query=x", "/def", "/dump/",
        f"/page{local}", f"/page{local}/v/{draft.sha[:8]}", f"/page{local}/v/{draft.sha[:8]}/table/expenditure_summary",
        f"/page{local}/v/{draft.sha[:8]}/finding/narrative-vs-table/1", "/page/id/region/410703",
        "/page/code/flow/revenue", "/page/code/flow", f"/source/{draft.id}?l=3-5",
        "/examples/project-share", "/nothing", "/compare", "/compare?of=project_share", "/compare?code=2101301",
        "/compare?of=item/reception", "/compare?code=9", "/findings?severity=all", "/findings?rule=code-name", "/rules",
        "/query", "/about", "/cite", "/model", "/api", "/search?q=医疗", "/search", "/disclosures?sort=total&year=2025",
        f"/page{draft.department.removeprefix(DEFAULT_BASE[:-1])}", "/page/code/function/2101301",
        "/page/code/rule/narrative-vs-table", "/page/code/department-type/healthcare-security",
        "/page/code/item/reception", f"/page{draft.project.removeprefix(DEFAULT_BASE[:-1])}",
        f"/page{draft.cell.removeprefix(DEFAULT_BASE[:-1])}", "/page/id/region/410703?view=facts",
    ]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_in_every_language(client: FlaskClient, addresses: list[str], language: str) -> None:
    for address in addresses:
        glue = "&" if "?" in address else "?"
        response = client.get(f"{address}{glue}lang={language}", headers={"Accept": "text/html"})
        page = response.get_data(as_text=True)
        assert response.mimetype == "text/html" and response.status_code < 500, address
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
    for address in [*addresses, "/dump/cells.csv", "/data/id/region/410703.ttl", "/static/css/base.css"]:
        with client.get(address) as response:
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            policy = response.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert ("unsafe" in policy) == (address == "/query") and "'unsafe-inline'; script" not in policy


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
    assert "/def?lang=en" in chosen and "/?lang=zh" in chosen and "/compare?type=healthcare-security&lang=en" in chosen
    assert "/def" in read(client.get("/").get_data(as_text=True)).links


def test_every_text_is_used_and_there(app: Flask) -> None:
    server = files("server")
    pages = "".join(each.read_text("utf-8") for each in (server / "templates").iterdir())
    code = "".join(each.read_text("utf-8") for each in server.iterdir() if each.name.endswith(".py"))
    asked = set(re.findall(r"\bt\('([\w-]+)'", pages)) | set(re.findall(r'\bt\("([\w-]+)"', code))
    starts = tuple(re.findall(r"\bt\('([\w-]+_)' ~", pages) + re.findall(r'"([a-z_]+_){', code))
    assert asked and starts
    known = texts()
    assert {key for key in asked if not key.endswith("_")} <= set(known)
    quoted = set(re.findall(r"'([\w-]+)'", pages))
    assert not [key for key in known if key not in quoted | asked and not key.startswith(starts)]
    assert all(text[each] for text in known.values() for each in LANGUAGES)


def test_texts_have_the_same_places_to_fill(app: Flask) -> None:
    for key, text in texts().items():
        assert len({frozenset(re.findall(r"{(\w+)}", each)) for each in text.values()}) == 1, key


def test_the_front_page_has_the_numbers_the_map_and_the_list(client: FlaskClient) -> None:
    page = client.get("/?lang=en").get_data(as_text=True)
    assert "1,740.73" in page and "3,481.46" in page and "92.5%" in page
    assert '<a class="tile most" href="/page/id/region/410000?lang=en"' in page and page.count('<g class="tile">') == 32
    assert page.count('<h3><a href="/examples/') == len(examples()) == 11
    assert "11 个可以直接运行的问题" in page or "11 questions, ready to run" in page
    assert len(page.encode()) < 200_000


def test_the_list_is_narrowed_and_ordered(client: FlaskClient) -> None:
    found = client.get("/disclosures?q=丰润 2025").get_data(as_text=True)
    assert "3,481.46" in found and "1,740.73" not in found
    assert "1,740.73" not in client.get("/disclosures?province=130000").get_data(as_text=True)
    assert "没有匹配的预算公开" in client.get("/disclosures?year=1999").get_data(as_text=True)
    page = client.get("/disclosures?sort=total").get_data(as_text=True)
    assert page.index("3,481.46") < page.index("1,740.73")


def test_examples_run_with_a_click(client: FlaskClient) -> None:
    for each in examples():
        page = client.get(f"/examples/{each.name}?lang=zh").get_data(as_text=True)
        assert each.question["zh"] in page and "format=csv" in page and '<table class="data">' in page
    assert client.get("/examples/nothing").status_code == 404


def test_the_page_of_a_disclosure(client: FlaskClient, drafts: list[Draft]) -> None:
    draft = drafts[0]
    page = client.get("/page/id/disclosure/410703/309/2025/budget?lang=zh").get_data(as_text=True)
    assert f'<h1 lang="zh">{draft.title}</h1>' in page
    for text in (
        "1,740.73",
        "城乡医疗救助中央财政补助资金",
        "≥1200人次",
        "正文与表格应一致",
        "空表列示",
        "2 个数字未能确定所在的栏",
        "占支出 92.5%",
        "其他地区的同类部门",
    ):
        assert text in page
    assert f'href="/source/{draft.id}?l=6&amp;lang=zh#L6" title="121.27 · ¥1,212,700"' in page
    assert f"GRAPH &lt;{draft.version}&gt;" in page
    assert 'class="figure total"' in page and "&lt;script&gt;" in page


def test_both_sides_of_a_finding_are_shown(client: FlaskClient) -> None:
    page = client.get("/page/id/disclosure/410703/309/2025/budget?lang=en").get_data(as_text=True)
    finding = page.partition('<article class="finding violation">')[2].partition("</article>")[0]
    assert re.findall(r'<dd class="figure"><data[^>]*>([\d.,-]+)<', finding) == ["1,740.73", "1,740.37", "0.36"]
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


def test_lines_are_numbered_through_the_document_whatever_its_pages() -> None:
    lines = numbered(("a", "b", "c"), 2, 3, {3: 2})
    assert [(line.number, line.text, line.marked, line.page) for line in lines] == [
        (1, "a", False, None), (2, "b", True, None), (3, "c", True, 2),
    ]  # fmt: skip


def test_a_mark_names_lines_and_their_page() -> None:
    assert span("v", "p22L342-L344") == Lines("v", 342, 344, 22)
    assert span("v", "12") == Lines("v", 12, 12) and span("v", "L12-14") == Lines("v", 12, 14)
    assert span("v", "") is None and span("v", "12-") is None


def test_the_page_of_a_line_is_kept_in_its_address(app: Flask, drafts: list[Draft]) -> None:
    with app.test_request_context("/"):
        address = href(f"{drafts[0].version}/source#p3L8-L9")
    assert address == f"/source/{drafts[0].id}?l=p3L8-9#L8"
    page = app.test_client().get(address.partition("#")[0]).get_data(as_text=True)
    assert re.findall(r'<li id="L(\d+)" class="marked">', page) == ["8", "9"] and "第 3 页" in page


def test_the_source_view_says_what_was_read_from_a_line(client: FlaskClient, drafts: list[Draft]) -> None:
    page = client.get(f"/source/{drafts[0].id}?l=8").get_data(as_text=True)
    assert "救助人次" in page and "≥1200人次" in page


def test_only_a_line_feed_ends_a_line(app: Flask, tmp_path: Path) -> None:
    text = tmp_path / "made-up.txt"
    text.write_text("a\u2028b\x0bc\nd\n\fe\n", "utf-8")
    assert _read(text) == ("a\u2028b\x0bc", "d", "e")


def test_money_is_rounded_sensibly_and_exact_beside() -> None:
    assert money.rounded(Decimal("17407300")) == "1,740.73"
    assert money.rounded(Decimal("17407361.5")) == "1,740.74"
    assert money.rounded(Decimal("-3600")) == "-0.36"
    assert (money.rounded(0), money.rounded(None)) == ("0.00", "")
    assert money.rounded(Decimal("12.3")) == "0.0012" and money.rounded(Decimal("1E+8")) == "10,000.00"
    assert money.rounded(Decimal("17407300"), "yi") == "0.1741" and money.rounded(Decimal("0.4"), "yuan") == "0.40"
    assert money.exact(Decimal("17407361.50")) == "¥17,407,361.5" and money.exact(Decimal("1E+8")) == "¥100,000,000"
    assert money.change(Decimal(110), Decimal(100)) == "+10.0%" and money.change(Decimal(1), Decimal(0)) == ""
    assert money.grouped(Decimal("1234.50")) == "1,234.50" and money.grouped(1234) == "1,234"
    assert money.percent(Decimal(1), Decimal(3)) == "33.3%" and money.percent(Decimal(1), Decimal(0)) == ""
    assert (money.size(999), money.size(25_946), money.size(1_500_000)) == ("999 B", "26 kB", "1.5 MB")


def test_the_unit_of_amounts_is_chosen_and_kept(client: FlaskClient) -> None:
    page = client.get("/?money=yuan").get_data(as_text=True)
    assert ">17,407,300<" in page and "/compare?type=healthcare-security&amp;money=yuan" in page
    assert ">0.1741<" in client.get("/?money=yi").get_data(as_text=True)
    assert ">1,740.73<" in client.get("/?money=dollars").get_data(as_text=True)


def test_other_languages_are_announced(client: FlaskClient) -> None:
    page = client.get("/compare?of=basic&type=healthcare-security").get_data(as_text=True)
    for language, address in (("en", "lang=en"), ("zh-Hans", "lang=zh"), ("x-default", "")):
        found = re.search(rf'hreflang="{language}" href="(/compare[^"]*)"', page)
        assert found and "of=basic" in found[1] and address in found[1]


@pytest.mark.parametrize(
    "query", ["_scheme=javascript&_external=1", "endpoint=x", "_anchor=x", "_method=POST&values=1"]
)
def test_an_odd_address_does_not_turn_links(client: FlaskClient, query: str) -> None:
    page = client.get(f"/about?{query}")
    assert page.status_code == 200 and "javascript:" not in page.get_data(as_text=True)


def test_script_is_only_in_the_made_up_data() -> None:
    assert "<script>" in SCRIPT


def test_figures_are_marked_in_a_line_where_they_stand_whole() -> None:
    found = pieces("合计 12 3.12 12,000 12.5 12\t0", {"12": "/a", "0": None})
    assert [each.text for each in found if each.number] == ["12", "12", "0"]
    assert "".join(each.text for each in found) == "合计 12 3.12 12,000 12.5 12\t0"
    assert [each.href for each in found if each.number] == ["/a", "/a", None]
    assert [each.text for each in pieces("合计", {})] == ["合计"]
    assert not any(each.number for each in pieces("1.2", {"1.": None, "*": "/b"}) if each.text == "*")
