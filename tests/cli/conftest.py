"""What the tests of the command share: a runner in an empty folder, and inputs, good and bad."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import yusuan

SAMPLES = Path(__file__).parents[2] / "samples"

NO_DISCLOSURES = {
    "empty": b"",
    "blank": b"\n \n\n",
    "binary": bytes(range(256)) * 40,
    "prose": "今天天气很好。\n我们去公园散步。\n".encode(),
}


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """The command, run in an empty folder; stdout and stderr apart."""
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: CliRunner().invoke(yusuan.main, [str(argument) for argument in arguments])


@pytest.fixture(scope="session")
def good() -> Path:
    return SAMPLES / "hebei-shijiazhuang-xinhua-2026.txt"


@pytest.fixture(scope="session")
def loaded(samples_release: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the samples in it."""
    store = tmp_path_factory.mktemp("loaded") / "store"
    yusuan.fill_store(samples_release, store)
    return store


@pytest.fixture(params=NO_DISCLOSURES)
def bad(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A file that is no disclosure, each in its own way."""
    path = tmp_path / f"{request.param}.txt"
    path.write_bytes(NO_DISCLOSURES[request.param])
    return path
