"""The allocator of the processes that answer queries: there where it can be loaded, and no harm where not."""

import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
from processes import soon

from server import memory
from server.places import home
from server.settings import Settings

if sys.platform != "linux":
    pytest.skip("queries have processes of their own on Linux only", allow_module_level=True)

from server.pool import Pool


def found(locate: Callable[[], str]) -> Callable[[str], list[SimpleNamespace]]:
    """What is told of a package with nothing but the library."""
    return lambda _: [SimpleNamespace(name="libmimalloc.so", locate=locate)]


def test_workers_have_the_allocator_that_is_installed(
    release_folder: Path, store_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LD_PRELOAD", raising=False)
    library = memory.environment().get("LD_PRELOAD")
    if library is None:
        pytest.skip("there is no mimalloc for this system")
    settings = Settings(release=release_folder, store=store_folder, workers=1)
    with closing(Pool(settings, home(store_folder))) as pool:
        assert soon(lambda: len(pool.idle()) == 1)
        assert "libmimalloc" in Path(f"/proc/{pool.idle()[0].process}/maps").read_text()


def missing(_: str) -> list[SimpleNamespace]:
    raise memory.PackageNotFoundError


@pytest.mark.parametrize("files", [missing, lambda _: None, lambda _: [], found(lambda: "/nowhere/libmimalloc.so")])
def test_without_one_that_can_be_loaded_the_c_library_is_told(
    files: Callable[[str], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "files", files)
    given = memory.environment()
    assert "LD_PRELOAD" not in given and "tcache_count" in given["GLIBC_TUNABLES"]
