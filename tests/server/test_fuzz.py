"""Whatever is sent to whichever route: no error of ours, no traceback, nothing reflected as markup."""

import re
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

NAMES = ["q", "query", "kind", "page", "size", "format", "subject", "predicate", "object", "id", "prefix", "cursor",
         "callback", "queries", "extend", "region", "year", "item", "l", "lang", "update", "default-graph-uri",
         "named-graph-uri", "type", "limit", "department", "rule", "name"]  # fmt: skip
NASTY = ["<script>alert(1)</script>", "\"'><img src=x onerror=alert(1)>", "../../etc/passwd", "%2e%2e/", "\0",
         "\r\nX: y", "{{7*7}}", "' OR 1=1 --", "[" * 2000, "9" * 400, "-1", "١", "NaN", "1e999", "\ud7ff\uffff", "https://a.b/c#d",
         "urn:a", "<urn:a>", '"x"@zh', '"x"^^xsd:integer', "SELECT * { ?s ?p ?o } LIMIT 1", "ASK {}", "{}", "[]",
         '{"q0": {"query": "a"}}', "id/org/410703/309", "json", "html", "ttl", "text/turtle", "医疗", "𠀀",
         "\u202e"]  # fmt: skip
VALUES = st.one_of(st.sampled_from(NASTY), st.text(max_size=40))
HEADERS = st.fixed_dictionaries({}, optional={
    "Accept": st.sampled_from(
        ["*/*", "text/html", "text/turtle", "application/json", "image/png", "*/*;q=0", ";;", "a"]
    ),
    "Accept-Encoding": st.sampled_from(["gzip", "zstd", "br", "*;q=0", "gzip;q=x"]),
    "Accept-Language": st.sampled_from(["zh", "en", "xx", "*", ";q="]),
    "If-None-Match": st.sampled_from(["*", '"a"', 'W/"a"', "a"]),
    "If-Modified-Since": st.sampled_from(["yesterday", "Thu, 01 Jan 1970 00:00:00 GMT"]),
    "Range": st.sampled_from(["bytes=0-1", "bytes=5-2", "bytes=-1", "lines=1", "bytes=999999999-"]),
    "Content-Type": st.sampled_from(["application/x-www-form-urlencoded", "application/sparql-query", "a/b", "x",
                                     "multipart/form-data; boundary=x", "text/html; charset=none"]),
})  # fmt: skip


def routes(app: Flask) -> list[str]:
    return sorted({rule.rule for rule in app.url_map.iter_rules()})


def filled(rule: str, values: list[str]) -> str:
    """A rule with its parameters filled in; `any(…)` takes one of its own values."""
    left = list(values)

    def value(match: re.Match[str]) -> str:
        chosen = re.match(r"any\(([^)]*)\)", match[1])
        if chosen:
            return chosen[1].split(",")[0].strip()
        return quote(left.pop() if left else "x", safe="/")

    return re.sub(r"<([^>]+)>", value, rule)


def test_there_are_routes_of_every_room(app: Flask) -> None:
    found = {rule.endpoint.partition(".")[0] for rule in app.url_map.iter_rules()}
    assert {"pages", "sparql", "linked", "sources", "dumps", "operation", "crawling", "searching", "reconcile", "api",
            "fragments"} <= found  # fmt: skip


@given(data=st.data())
@settings(max_examples=150, suppress_health_check=list(HealthCheck), deadline=None)
def test_no_request_breaks_a_route(app: Flask, data: st.DataObject) -> None:
    rule = data.draw(st.sampled_from(routes(app)))
    path = filled(rule, data.draw(st.lists(VALUES, min_size=3, max_size=3)))
    asked = data.draw(st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=4))
    method = data.draw(st.sampled_from(["GET", "GET", "GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE"]))
    headers = data.draw(HEADERS)
    sent: dict[str, Any] = {"query_string": asked} if method != "POST" else {"data": asked}
    if method == "POST" and "Content-Type" in headers:
        sent = {"data": "&".join(f"{key}={value}" for key, value in asked.items()).encode("utf-8", "replace")}
    with app.test_client().open(path, method=method, headers=headers, **sent) as response:
        check(response, path)


def check(response: Any, path: str) -> None:
    assert response.status_code < 500, (path, response.status_code)
    text = response.get_data().decode("utf-8", "replace")
    assert "Traceback (most recent call last)" not in text
    if response.mimetype == "text/html" or response.mimetype == "image/svg+xml":
        assert "<script>alert" not in text and "<img src=x" not in text, path
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    styles = "style-src 'self' 'unsafe-inline'"  # the editor's own
    assert "unsafe" not in (policy.replace(styles, "") if path.startswith("/query") else policy)
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/", "/sparql", "/def", "/dump/", "/search?q=医疗", "/fragments", "/nothing",
                                  "/page/id/disclosure/410703/309/2025/budget",
                                  "/reconcile/preview?id=id/org/410703/309"])  # fmt: skip
def test_pages_have_no_inline_code(app: Flask, path: str) -> None:
    text = app.test_client().get(path, headers={"Accept": "text/html"}).get_data(as_text=True)
    for attributes, content in re.findall(r"<script([^>]*)>(.*?)</script>", text, re.DOTALL):
        assert "src=" in attributes or "application/ld+json" in attributes, content[:80]
    assert not re.search(r"<[^>]+\son\w+=", text) and "javascript:" not in text and "<style" not in text
    assert not re.search(r"<[^>]+\sstyle=", text)
