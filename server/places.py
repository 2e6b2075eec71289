"""The folder of a store: finished versions side by side, and one small file that names the one in use.

    STORE/current               the name of the version in use; replaced in one step
    STORE/versions/NAME/        one version, complete, never changed: the engine's files, the release, the index

A reader asks once where the current version is and keeps to that folder. The version before stays whole, for the
readers that have it open; of older ones only the release stays, for those who cite it.
"""

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from server.errors import ServerError

if sys.platform != "win32":
    import fcntl

CURRENT, VERSIONS = "current", "versions"
DATA, META, INDEX, RELEASE, DERIVED = "data", "meta.json", "index.db", "release", "derived"
FORMAT = 3
NEW = ".new-"
WHOLE = 2  # so many versions keep all their files


@dataclass(frozen=True, slots=True)
class LoadResult:
    """What is in a store: a release by its digest, and counts; `loaded` is false when it was there already."""

    release: str
    base: str
    disclosures: int
    triples: int
    at: str = ""
    endpoint: str = ""
    format: int = FORMAT
    loaded: bool = True


def current_name(store: Path) -> str | None:
    """The name of the version in use, or None when there is none."""
    try:
        return (store / CURRENT).read_text("utf-8").strip() or None
    except OSError:
        return None


def home(store: Path) -> Path:
    """The folder of the version in use; ServerError when there is none."""
    name = current_name(store)
    if name is None or not (store / VERSIONS / name).is_dir():
        raise ServerError(f"no store can be opened at {store}", "make one with `yusuan load`")
    return store / VERSIONS / name


def versions(store: Path) -> list[Path]:
    """The folders of all finished versions, the oldest first."""
    folder = store / VERSIONS
    if not folder.is_dir():
        return []
    return sorted(each for each in folder.iterdir() if not each.name.startswith("."))


def read_meta(store: Path) -> LoadResult | None:
    """What the store at this place holds, or None when nothing is there; ServerError when it is no store."""
    if not store.exists() or (store.is_dir() and not any(store.iterdir())):
        return None
    if current_name(store) is not None:
        return meta_of(home(store))
    if _ours(store):
        return None
    problem = f"{store} is not a store that yusuan made"
    raise ServerError(problem, "choose another folder for the store, or empty this one")


def meta_of(version: Path) -> LoadResult | None:
    """What one version holds; None when it is of another form than this program makes."""
    try:
        return LoadResult(**json.loads((version / META).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _ours(store: Path) -> bool:
    """Whether a folder without a current version is what we left: an interrupted first load, or an older form."""
    names = {each.name for each in store.iterdir()} if store.is_dir() else {""}
    return names <= {CURRENT, VERSIONS} or {DATA, META} == names


@contextmanager
def alone(store: Path) -> Iterator[None]:
    """Hold the lock of a store's place: one load at a time, nothing half done left from an earlier one."""
    store.parent.mkdir(parents=True, exist_ok=True)
    with (store.parent / f".{store.name}.lock").open("w") as lock:
        try:
            _lock(lock)
        except OSError:
            raise ServerError(f"another load into {store} is running", "wait until it has ended") from None
        _tidy(store)
        yield


def _lock(file: IO[str]) -> None:
    """Take the lock, released when the file is closed; OSError when another process has it."""
    if sys.platform != "win32":
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _tidy(store: Path) -> None:
    """Remove what an interrupted load left beside the finished versions."""
    for rest in (store / VERSIONS).glob(f"{NEW}*"):
        shutil.rmtree(rest, ignore_errors=True)


@contextmanager
def new_version(store: Path, name: str, keep: int) -> Iterator[Path]:
    """A folder to fill. When the block ends well it becomes the version `name` in use; else it is gone."""
    (store / VERSIONS).mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=NEW, dir=store / VERSIONS))
    new.chmod(0o755)
    try:
        yield new
        _put(new, store, name)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    _thin_out(store, keep)


def _put(new: Path, store: Path, name: str) -> None:
    """Give the folder its name, then name it as the current one: each is one step that happens or does not."""
    place = store / VERSIONS / name
    new.rename(place)
    try:
        point_to(store, name)
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise


def point_to(store: Path, name: str) -> None:
    """Make a version the one in use, in one step that survives a crash of the machine."""
    beside = store / f".{CURRENT}-{os.getpid()}"
    try:
        with beside.open("w", encoding="utf-8") as file:
            file.write(f"{name}\n")
            file.flush()
            os.fsync(file.fileno())
        beside.replace(store / CURRENT)
    finally:
        beside.unlink(missing_ok=True)


def _thin_out(store: Path, keep: int) -> None:
    """Take the engine's files from old versions, and remove the oldest; also those of the form before this one."""
    current = current_name(store)
    rest = [each for each in reversed(versions(store)) if each.name != current]
    for each in rest[WHOLE - 1 :]:
        shutil.rmtree(each / DATA, ignore_errors=True)
        (each / INDEX).unlink(missing_ok=True)
    for each in rest[max(keep, WHOLE) - 1 :]:
        shutil.rmtree(each, ignore_errors=True)
    if (store / META).is_file():
        (store / META).unlink()
        shutil.rmtree(store / DATA, ignore_errors=True)
