"""Servers that lend connections, and what the kernel tells of that."""

import contextlib
import http.client
import itertools
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from processes import asleep, children, soon

ROOT = Path(__file__).resolve().parents[2]
START = """import json, sys; from pathlib import Path; from server.run import serve
serve(Path(sys.argv[1]), Path(sys.argv[2]), port=0, warm=False, **json.loads(sys.argv[3]))"""
SETTINGS = {
    "workers": 1,
    "tellers": 1,
    "seconds": 3,
    "memory": 256,
    "query_depth": 60_000,
    "client_queries": 4,
    "log": "json",
}
COUNT = itertools.count()


@dataclass(frozen=True)
class Server:
    """A server in a process of its own; what it writes to stderr is in `lines`."""

    process: subprocess.Popen[str]
    port: int
    lines: list[str]

    def connected(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)

    def workers(self) -> list[int]:
        return [worker for nursery in self.nurseries() for worker in children(nursery)]

    def nurseries(self) -> list[int]:
        """One for each release; they may be children of any thread."""
        tasks = Path(f"/proc/{self.process.pid}/task").iterdir()
        return [int(each) for task in tasks for each in (task / "children").read_text().split()]

    def holders(self) -> dict[int, int]:
        """The workers that have connections, and how many."""
        found = {each: connections(each) for each in self.workers()}
        return {each: count for each, count in found.items() if count > 0}

    def lend(self, *connections: http.client.HTTPConnection) -> None:
        """Ask quick queries over these in turn until they are lent; one that is silent for seconds would go back."""

        def lent() -> bool:
            for each in connections:
                found = ask(each)
                assert found[0] == 200, (found, self.lines[-5:])
            return sum(self.holders().values()) >= len(connections)

        assert soon(lent, 60), self.lines[-5:]


def connections(process: int) -> int:
    """How many TCP connections a process has; the channel to the server is none."""
    known = {line.split()[9] for line in Path("/proc/net/tcp").read_text().splitlines()[1:]}
    count = 0
    with contextlib.suppress(OSError):
        for each in os.listdir(f"/proc/{process}/fd"):
            with contextlib.suppress(OSError):
                count += os.readlink(f"/proc/{process}/fd/{each}").removeprefix("socket:").strip("[]") in known
    return count


def ask(
    connection: http.client.HTTPConnection, query: str = "ASK {}", **headers: str
) -> tuple[int, dict[str, str], str]:
    """Status, headers and text of an answer that nobody has kept."""
    sent(connection, query, **headers)
    response = connection.getresponse()
    return response.status, dict(response.getheaders()), response.read().decode()


def sent(connection: http.client.HTTPConnection, query: str = "ASK {}", **headers: str) -> None:
    path = f"/sparql?query={quote(f'{query} # {next(COUNT)}')}"
    connection.request("GET", path, headers={"Accept": "text/csv, text/turtle", **headers})


@contextlib.contextmanager
def started(release: Path, store: Path, **settings: object) -> Iterator[Server]:
    command = [sys.executable, "-c", START, str(release), str(store), json.dumps({**SETTINGS, **settings})]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        said, lines = process.stderr.readline(), list[str]()
        assert "http://127.0.0.1:" in said, said
        reader = threading.Thread(target=lambda: lines.extend(iter(process.stderr.readline, "")), daemon=True)  # type: ignore[union-attr]
        reader.start()
        try:
            yield Server(process, int(said.split("http://127.0.0.1:")[1].split("/")[0]), lines)
        finally:
            process.kill()
        reader.join(10)


def holder(server: Server) -> int:
    """The worker that has connections, when it waits for requests: killed within an answer, it may cut it."""
    (found,) = server.holders()
    assert soon(lambda: asleep(found))
    return found
