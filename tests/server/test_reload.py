"""A server takes up a newly loaded release by itself, and nobody sees a half of it."""

import contextlib
import http.client
import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from server.app import create_app
from server.places import current_name, point_to
from server.reload import Watch
from server.settings import Settings
from server.site import open_site
from server.store import load

ROOT = Path(__file__).resolve().parents[2]
OTHER = "https://data.example.org/"
START = """import sys; from pathlib import Path; from server.run import serve
serve(Path(sys.argv[1]), Path(sys.argv[2]), port=0, warm=False, workers=1, watch=float(sys.argv[3]))"""
BASES = "SELECT DISTINCT ?b { ?d a <https://w3id.org/yusuan/def#Disclosure> BIND(SUBSTR(STR(?d), 1, 20) AS ?b) }"


@contextlib.contextmanager
def started(release: Path, store: Path, watch: float) -> Iterator[tuple[subprocess.Popen[str], int]]:
    command = [sys.executable, "-c", START, str(release), str(store), str(watch)]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        said = process.stderr.readline()
        assert "http://127.0.0.1:" in said, said
        try:
            yield process, int(said.split("http://127.0.0.1:")[1].split("/")[0])
        finally:
            process.kill()


def get(port: int, path: str) -> tuple[int, str]:
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read().decode()


def bases(port: int) -> set[str]:
    status, text = get(port, "/sparql?" + urlencode({"query": BASES, "format": "csv"}))
    assert status == 200, text
    return set(text.split()[1:])


def test_a_running_server_takes_up_a_new_release(make_release: Callable[..., Path], tmp_path: Path) -> None:
    store, first = tmp_path / "store", make_release("one")
    with started(first, store, 0.2) as (_, port):
        assert bases(port) == {"https://w3id.org/yus"}
        seen: list[set[str]] = []
        loading = threading.Thread(target=load, args=(make_release("two", base=OTHER), store))
        loading.start()
        until = time.monotonic() + 30
        while time.monotonic() < until and {"https://data.exampl"} != (seen[-1:] or [set()])[0]:
            seen.append({each[:19] for each in bases(port)})
            assert get(port, "/")[0] == 200
        loading.join()
        assert {frozenset(each) for each in seen} == {
            frozenset({"https://w3id.org/yu"}), frozenset({"https://data.exampl"})
        }  # fmt: skip
        assert get(port, "/page/id/disclosure/410703/309/2025/budget")[0] == 200
        status, text = get(port, "/healthz")
        assert status == 200 and json.loads(text)["release"] == load(tmp_path / "two", store).release


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGHUP")
def test_a_signal_makes_it_look_at_once(make_release: Callable[..., Path], tmp_path: Path) -> None:
    store, first = tmp_path / "store", make_release("one")
    with started(first, store, 3600) as (process, port):
        load(make_release("two", base=OTHER), store)
        assert bases(port) == {"https://w3id.org/yus"}
        process.send_signal(signal.SIGHUP)
        until = time.monotonic() + 20
        while bases(port) != {"https://data.example"} and time.monotonic() < until:
            time.sleep(0.1)
        assert bases(port) == {"https://data.example"}


def test_a_version_that_cannot_be_opened_is_not_served(
    make_release: Callable[..., Path], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = tmp_path / "store"
    settings = Settings(release=make_release("one"), store=store)
    app = create_app(settings, open_site(settings))
    with contextlib.closing(Watch(app, limited=False)) as watch:
        good = current_name(store)
        (store / "versions" / "99-broken").mkdir()
        point_to(store, "99-broken")
        assert not watch.refresh() and not watch.refresh()
        assert len(caplog.records) == 1 and "the old one stays" in caplog.text
        assert app.test_client().get("/").status_code == 200
        assert good is not None
        point_to(store, good)
        assert not watch.refresh(), "that is the one being served"
        load(make_release("two", base=OTHER), store)
        assert watch.refresh()
        assert app.test_client().get("/healthz").json["release"] == watch.site.release.digest
