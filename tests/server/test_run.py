"""The web server as a process: it starts, says where, survives hostile queries, and explains a taken port."""

import http.client
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from server.errors import ServerError
from server.run import address, serve
from server.settings import Settings, from_environment, table

ROOT = Path(__file__).resolve().parents[2]
START = """import sys; from pathlib import Path; from server.run import serve
serve(Path(sys.argv[1]), Path(sys.argv[2]), port=0)"""


@pytest.fixture(scope="module")
def port(release_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    store = tmp_path_factory.mktemp("run") / "store"
    command = [sys.executable, "-c", START, str(release_folder), str(store)]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        said = process.stderr.readline()
        assert "http://127.0.0.1:" in said, said
        try:
            yield int(said.split("http://127.0.0.1:")[1].split("/")[0])
        finally:
            process.terminate()


def post(port: int, query: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(
        "POST", "/sparql", urlencode({"query": query}), {"Content-Type": "application/x-www-form-urlencoded"}
    )
    status = connection.getresponse().status
    connection.close()
    return status


FLAT = {
    "plus": "SELECT (?a" + "+?a" * 16_000 + " AS ?x) {}",
    "times": "SELECT (?a" + "*?a" * 16_000 + " AS ?x) {}",
    "minus": "SELECT * { " + "MINUS{}" * 8_000 + "}",
    "not": "SELECT * { FILTER(" + "!" * 60_000 + "1) }",
    "projection": "SELECT " + "".join(f"(1 AS ?a{n})" for n in range(4_000)) + " {}",
    "braces": "SELECT * {" + "{" * 30_000,
    "unary": "SELECT (1" + "-+1" * 20_000 + " AS ?x) {}",
}


@pytest.mark.parametrize("name", FLAT)
def test_hostile_queries_do_not_end_the_process(port: int, name: str) -> None:
    """Flat but long ones overflow the parser's usual stack; each of these ended a process with 8 MB.

    Some take seconds: a slow machine may stop them, but none of them brings even a worker down.
    """
    assert post(port, FLAT[name]) in (200, 400, 504)
    assert post(port, "ASK {}") == 200


def test_a_taken_port_is_explained(release_folder: Path, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ServerError) as caught:
            serve(release_folder, tmp_path / "store", port=port)
    assert f"port {port} is taken" in str(caught.value)
    assert f"--port {port + 1}" in caught.value.remedy
    assert caught.value.exit_code == 2


def test_the_address_is_one_to_open() -> None:
    assert address("0.0.0.0", 8000) == "http://127.0.0.1:8000/"
    assert address("example.org", 80) == "http://example.org:80/"


def test_settings_are_one_table() -> None:
    rows = table()
    assert [row.name for row in rows] == list(Settings.__dataclass_fields__)
    assert all(row.help and row.help[0].isupper() for row in rows)
    assert {row.name: row.default for row in rows}["port"] == 8000


def test_settings_come_from_arguments_then_environment_then_defaults() -> None:
    environment = {"YUSUAN_PORT": "9000", "YUSUAN_STORE": "/tmp/s", "YUSUAN_HOST": "0.0.0.0"}
    found = from_environment(environment, host="127.0.0.1", threads=None)
    assert (found.port, found.store, found.host, found.threads) == (9000, Path("/tmp/s"), "127.0.0.1", 16)
    with pytest.raises(ServerError) as caught:
        from_environment({"YUSUAN_PORT": "many"})
    assert "YUSUAN_PORT" in str(caught.value)
