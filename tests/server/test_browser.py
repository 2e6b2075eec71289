"""The ways of a reader in a real browser: search, compare, ask, check a figure against its line."""

import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from browser import Browser, program
from flask import Flask
from werkzeug.serving import make_server

pytestmark = [
    pytest.mark.skipif(program() is None, reason="there is no Chromium on this machine"),
    # a browser that leaves breaks off what it still loads, and the server's file is closed late
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
ENTER = ("Enter", 13, "\r")
HINTS = "document.querySelector('.CodeMirror-hints').textContent"
SUGGESTED = "document.querySelectorAll('#suggest-home li').length"


@pytest.fixture(scope="module")
def address(samples_app: Flask) -> Iterator[str]:
    """The address of a server with the samples."""
    server = make_server("127.0.0.1", 0, samples_app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    """A fresh browser; at the end it must have met no error, and asked no other host."""
    made = Browser(tmp_path / "profile")
    yield made
    hosts = {each.split("/")[2] for each in made.requests if each.startswith("http")}
    problems = made.problems
    made.close()
    assert problems == [] and len(hosts) <= 1


def test_from_a_search_to_the_line_that_prints_a_figure(browser: Browser, address: str) -> None:
    browser.go(f"{address}/?lang=zh")
    browser.value("document.getElementById('search-home').focus()")
    browser.type("卫滨区医疗")
    browser.wait(SUGGESTED)
    browser.press("ArrowDown", 40)
    browser.press(*ENTER)
    browser.wait("location.pathname === '/page/id/org/410703/309'")
    browser.click("main table a[href*='/disclosure/']")
    browser.wait("location.pathname.endsWith('/2025/budget')")
    assert browser.value("document.querySelector('.tiles .main data').textContent") == "1,740.73"
    browser.click("details.table[open] a.figure")
    marked = browser.wait("document.querySelector('.text .marked')?.textContent")
    assert "1,740.73" in marked
    assert browser.value("document.querySelector('.marked').getBoundingClientRect().top < innerHeight")


def test_a_table_is_fetched_when_it_is_opened(browser: Browser, address: str) -> None:
    browser.go(f"{address}/page/id/disclosure/410703/309/2025/budget?lang=zh")
    closed = "document.querySelectorAll('#tables details:not([open])')[1]"
    assert browser.value(f"{closed}.querySelectorAll('table').length") == 0
    browser.value(f"window.second = {closed}; second.open = true; 0")
    assert browser.wait("second.querySelectorAll('a.figure').length") > 5
    browser.click("[data-open-all]")
    browser.wait("document.querySelectorAll('#tables details:not([open])').length === 0")
    fetched = browser.value("[...document.querySelectorAll('#tables details')].every(d => d.querySelector('a.figure'))")
    assert fetched and browser.value("document.querySelectorAll('#tables details[data-from]').length") == 0


def test_charts_are_taken_away_as_pictures(browser: Browser, address: str) -> None:
    browser.go(f"{address}/compare?lang=zh")
    spy = "URL.createObjectURL = blob => { made.push(blob); return made_url.call(URL, blob) }"
    browser.value(f"window.made = []; window.made_url = URL.createObjectURL; {spy}; 0")
    browser.value("window.saved = []; HTMLAnchorElement.prototype.click = function () { saved.push(this.download) }; 0")
    for number, button in enumerate((".takeaway button:last-child", "[data-png]"), start=1):
        browser.click(button)
        browser.wait(f"saved.length === {number}")
    assert browser.value("saved.every(name => name.endsWith('.png'))")
    assert browser.value("made.filter(each => each.type === 'image/png' && each.size > 4000).length") == 2
    browser.click(".takeaway button")
    drawn = browser.wait("saved.length === 3 && made.at(-1).text()")
    assert drawn.startswith("<svg") and "class=" not in drawn.split("<text")[1] and "支出合计" in drawn


def test_a_query_of_a_page_becomes_code_that_changes_with_it(browser: Browser, address: str) -> None:
    browser.go(f"{address}/compare?of=basic&lang=zh")
    browser.click("#behind summary")
    browser.click("#behind details[open] a.chip")
    code = "document.querySelector('[data-snippet={0}]')?.textContent"
    python = code.format("python")
    assert "ys:basicExpenditure" in browser.wait(f"{python}?.includes('pd.read_csv') && {python}")
    browser.value('yasgui.getTab().setQuery(`SELECT * { ?it\'s ?p """x""" }`); 0')
    assert browser.wait(f"{python}.includes(`?it's`)")
    assert r"\"\"\"x" in browser.value(python) and r"it'\''s" in browser.value(code.format("shell"))
    assert browser.value(code.format("r")).count("-----") == 2


def test_a_code_gives_way_to_a_choice(browser: Browser, address: str) -> None:
    browser.go(f"{address}/compare?code=2101301&lang=zh")
    assert browser.value("document.querySelector('[name=of]').value") == "2101301"
    change = "const s = document.querySelector('[name=of]'); s.value = 'project_share'"
    browser.value(f"(() => {{ {change}; s.dispatchEvent(new Event('change')); }})()")
    browser.wait("location.search.includes('of=project_share') && document.readyState === 'complete'")
    assert "项目支出占比" in browser.value("document.querySelector('h1').textContent")


def test_initials_of_pinyin_find_departments(browser: Browser, address: str) -> None:
    browser.go(f"{address}/?lang=en")
    browser.value("document.getElementById('search-home').focus()")
    browser.type("ylbzj")
    assert browser.wait(SUGGESTED) >= 2
    browser.press("Escape", 27)
    assert browser.value("document.getElementById('suggest-home').hidden")
    browser.press(*ENTER)
    browser.wait("location.pathname === '/search'")
    assert browser.wait("document.querySelectorAll('.hits li').length") >= 2


def test_a_comparison_is_changed_and_taken_away(browser: Browser, address: str) -> None:
    browser.go(f"{address}/compare?type=healthcare-security&lang=zh")
    rows = "document.querySelectorAll('main tbody tr').length"
    assert browser.value(rows) == 5
    change = "const s = document.querySelector('[name=of]'); s.value = 'project_share'"
    browser.value(f"(() => {{ {change}; s.dispatchEvent(new Event('change')); }})()")
    browser.wait("location.search.includes('of=project_share') && document.readyState === 'complete'")
    assert browser.value("location.search.includes('type=healthcare-security')")
    first = browser.wait("document.querySelector('main tbody tr').textContent")
    assert "92.9%" in first and "中站区" in first
    text = browser.value("fetch(document.querySelector('main a[href^=\"/compare.csv\"]').href).then(a => a.text())")
    assert text.splitlines()[1].endswith("project_share,92.8626,percent") and len(text.splitlines()) == 6


def test_the_editor_runs_an_example_and_draws_it(browser: Browser, address: str) -> None:
    browser.go(f"{address}/query?lang=zh")
    browser.wait("document.querySelector('.yasqe_queryButton')")
    choose = "const s = document.getElementById('example'); s.selectedIndex = 3"
    browser.value(f"(() => {{ {choose}; s.dispatchEvent(new Event('change')); }})()")
    browser.click(".yasqe_queryButton")
    assert browser.wait("document.querySelectorAll('.yasr table tbody tr').length") > 1
    browser.click(".select_chart")
    assert browser.wait("document.querySelectorAll('.chart-plugin rect').length") > 1


def test_the_editor_completes_our_words(browser: Browser, address: str) -> None:
    begun = "PREFIX ys: <https://w3id.org/yusuan/def#>\nSELECT * { ?s ys:totalE"
    browser.go(f"{address}/query?query={quote(begun)}")
    browser.wait("!!document.querySelector('.CodeMirror')?.CodeMirror")
    browser.click(".CodeMirror-lines")
    browser.press("End", 35, control=True)
    browser.press(" ", 32, control=True)
    assert "ys:totalExpenditure" in browser.wait(HINTS)
    browser.press(*ENTER)
    browser.type(" ?x . ?s ?p 医疗救")
    browser.press(" ", 32, control=True)
    assert "function/2101301> " in browser.wait(f"{HINTS}.includes('2101301') && {HINTS}")


def test_the_language_is_changed_on_the_spot(browser: Browser, address: str) -> None:
    browser.go(f"{address}/compare?of=basic&lang=zh")
    assert browser.value("document.documentElement.lang") == "zh-Hans"
    browser.click(".tools a")
    browser.wait("document.documentElement.lang === 'en'")
    assert browser.value("document.querySelector('h1').textContent") == "Compare: Basic expenditure"
    browser.click(".tools a")
    browser.wait("document.documentElement.lang === 'zh-Hans' && location.search.includes('of=basic')")


def test_light_and_dark_are_chosen_and_kept(browser: Browser, address: str) -> None:
    browser.go(f"{address}/about")
    before = browser.value("getComputedStyle(document.body).backgroundColor")
    browser.click("[data-theme-switch]")
    after = browser.value("getComputedStyle(document.body).backgroundColor")
    browser.go(f"{address}/model")
    assert after != before and browser.value("getComputedStyle(document.body).backgroundColor") == after


PHONE_PAGES = ("/", "/compare", "/findings", "/disclosures", "/page/code/function/2101301", "/query")


@pytest.mark.parametrize("path", PHONE_PAGES)
def test_nothing_sticks_out_of_a_phone(tmp_path: Path, address: str, path: str) -> None:
    phone = Browser(tmp_path / "profile", 500, 800)
    try:
        phone.go(f"{address}{path}")
        assert phone.value("document.documentElement.scrollWidth <= innerWidth")
    finally:
        phone.close()
