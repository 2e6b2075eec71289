"""For those who run the server: is it well, what has it done, a line for each request."""

import json
import time
from collections.abc import Callable
from datetime import datetime
from typing import cast

from flask import Blueprint, Flask, Response, current_app, g, request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from server.answers import Answers
from server.bounds import Bounds
from server.engine import FirstRows, Query
from server.errors import ServerError
from server.site import Site, site
from server.telling import write_line

blueprint = Blueprint("operation", __name__)
METRICS = "text/plain; version=0.0.4; charset=utf-8"
SECONDS = (0.005, 0.02, 0.1, 0.5, 2.0, 10.0, 30.0)


class Metrics:
    """The counts of one application."""

    def __init__(self, app: Flask) -> None:
        self.registry = CollectorRegistry()
        self._known: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}
        names = ("route", "method", "status")
        self.requests = Counter("yusuan_requests", "Requests answered", names, registry=self.registry)
        self.seconds = Histogram(
            "yusuan_request_seconds", "Time to the start of an answer", ("route",), buckets=SECONDS,
            registry=self.registry,
        )  # fmt: skip
        self._gauge("yusuan_queries_at_work", "Queries that run or wait", lambda: _bounds(app).at_work)
        self._gauge("yusuan_answers_kept_bytes", "Memory of kept answers", lambda: _answers(app).size)
        self._gauge("yusuan_answers_hits", "Queries answered from kept answers", lambda: _answers(app).hits)
        self._gauge("yusuan_answers_misses", "Queries not found among kept answers", lambda: _answers(app).misses)
        self._gauge("yusuan_triples", "Triples of the release in use", lambda: _site(app).triples)
        self._gauge(
            "yusuan_disclosures", "Disclosures of the release in use", lambda: len(_site(app).release.disclosures)
        )
        self._gauge("yusuan_loaded_timestamp_seconds", "When the release in use was loaded", lambda: _loaded(app))

    def count(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count one request."""
        key = (route, method, status)
        if key not in self._known:  # the library looks a label up with a lock each time
            self._known[key] = (self.requests.labels(*map(str, key)), self.seconds.labels(route))
        requests, times = self._known[key]
        requests.inc()
        times.observe(seconds)

    def _gauge(self, name: str, text: str, value: object) -> None:
        Gauge(name, text, registry=self.registry).set_function(value)  # type: ignore[arg-type]


def _bounds(app: Flask) -> Bounds:
    return cast(Bounds, app.extensions["bounds"])


def _answers(app: Flask) -> Answers:
    return cast(Answers, app.extensions["answers"])


def _site(app: Flask) -> Site:
    return cast(Site, app.extensions["yusuan"])


def _loaded(app: Flask) -> float:
    return datetime.fromisoformat(_site(app).meta.at).timestamp()


@blueprint.route("/healthz")
def health() -> Response:
    """200 when a query is answered, else 503; with the release being served."""
    try:
        site().engine.ask(Query("ASK {}"), FirstRows(1), lambda: False)
        problem = ""
    except ServerError as error:
        problem = str(error)
    said = {"status": "failing" if problem else "ok", "problem": problem, "release": site().release.digest}
    text = json.dumps({**said, "loaded": site().meta.at, "triples": site().triples}, ensure_ascii=False)
    response = Response(text, 503 if problem else 200, content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.route("/metrics")
def metrics() -> Response:
    """The counts, for Prometheus."""
    found = cast(Metrics, current_app.extensions["metrics"])
    response = Response(generate_latest(found.registry), content_type=METRICS)
    response.headers["Cache-Control"] = "no-store"
    return response


def begin() -> None:
    """Remember when a request began."""
    g.began = time.monotonic()


def note(response: Response) -> Response:
    """Count the request, and write its line where that is wanted."""
    found = cast(Metrics, current_app.extensions["metrics"])
    route = request.endpoint or "none"
    seconds = time.monotonic() - g.get("began", time.monotonic())
    found.count(route, request.method if request.method in METHODS else "other", response.status_code, seconds)
    if site().settings.log == "json":
        response.call_on_close(_line(route, response, seconds))
    return response


METHODS = ("GET", "HEAD", "POST", "OPTIONS")


def _line(route: str, response: Response, seconds: float) -> Callable[[], None]:
    """Writes the line of the current request when its last byte is sent."""
    began, size = g.get("began", time.monotonic()), response.content_length
    said = {"route": route, "method": request.method, "status": response.status_code, "bytes": size,
            "query": g.get("query_hash"), "cached": g.get("cached"), "release": site().release.digest}  # fmt: skip
    return lambda: write_line(began, seconds, **said)
