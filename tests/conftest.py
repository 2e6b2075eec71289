"""What all tests share: the samples, the release made from them, and the real documents where they are there."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

import converter

settings.register_profile("any machine", deadline=None)  # how fast things are is for the benchmarks to say
settings.load_profile("any machine")
if threading.current_thread() is threading.main_thread():
    # what a shell runs behind it is deaf to SIGINT, and so would be the programs that are stopped with it here
    signal.signal(signal.SIGINT, signal.default_int_handler)
ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "disclosures"


@pytest.fixture(scope="session", autouse=True)
def cache_of_our_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keeps results of conversions away from the user's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("YUSUAN_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def samples() -> list[Path]:
    """The sample disclosures that the project ships as text."""
    return converter.expand([str(ROOT / "samples" / "*.txt")])


@pytest.fixture(scope="session")
def samples_release(samples: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A validated release of the samples."""
    out = tmp_path_factory.mktemp("samples") / "release"
    return converter.convert(samples, out, jobs=1, progress=False).path


@pytest.fixture(scope="session")
def readings(samples: list[Path]) -> dict[str, converter.Disclosure]:
    """The samples as read, by file name."""
    return {path.name: converter.read(path) for path in samples}


@pytest.fixture(scope="session")
def disclosures() -> list[Path]:
    """The real text disclosures beside the project; tests that want them say so when they are not there."""
    if not SHARED.is_dir():
        pytest.skip("the real disclosures are not beside this checkout")
    return sorted(SHARED.glob("*.txt"))
