"""The notebook and the Python of the page for clients run, as they stand, against a server of the samples."""

import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from werkzeug.serving import make_server

from server.app import create_app
from server.settings import Settings
from server.site import open_site

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))
PAGE = (ROOT / "docs" / "clients.md").read_text("utf-8")
SNIPPETS = re.findall(r"```python\n(.+?)```", PAGE, re.DOTALL)
# Files of answers that a snippet does not read to the end are closed by the collector of this server for tests.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
WRITTEN = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def address(samples_release: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    settings = Settings(release=samples_release, store=tmp_path_factory.mktemp("clients") / "store")
    app = create_app(settings, open_site(settings, force=True))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_from_top_to_bottom(path: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YUSUAN_SERVER", address)
    notebook = json.loads(path.read_text("utf-8"))
    names: dict[str, object] = {}
    cells = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert notebook["nbformat"] == 4 and len(cells) > 5
    for number, text in enumerate(cells):
        exec(compile(text, f"{path.name}:{number}", "exec"), names)
    assert all(not cell.get("outputs") for cell in notebook["cells"])


@pytest.mark.parametrize("number", range(len(SNIPPETS)))
def test_snippets_run(number: int, address: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert WRITTEN in SNIPPETS[number]
    exec(SNIPPETS[number].replace(WRITTEN, address), {})
    assert len(capsys.readouterr().out.strip()) > 10


def test_there_are_notebooks_and_snippets() -> None:
    assert NOTEBOOKS and len(SNIPPETS) >= 2


def test_addresses_of_the_page_answer(address: str) -> None:
    found = set(re.findall(rf"{WRITTEN}(/(?:dump|api|search|id)[^\s'`\"…]*)", PAGE))
    assert len(found) > 4
    for each in found:
        with urlopen(address + quote(each, safe="/?=&")) as answer:
            assert answer.status == 200
