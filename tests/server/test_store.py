"""A store is complete or not there; a new version takes its place in one step; the default graph is a set."""

import gzip
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions, Store

from ontology import iris
from ontology.namespaces import PREFIXES
from server import places
from server.engine import open_store
from server.errors import ServerError
from server.places import DATA, INDEX, RELEASE, alone, home, point_to, read_meta, versions
from server.release import read_release
from server.settings import Settings
from server.site import open_site
from server.store import load
from tests.server.made_up import edit_manifest

ROOT = Path(__file__).resolve().parents[2]
OTHER = "https://data.example.org/"


def count(store: Store, pattern: str) -> int:
    result = store.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}")
    assert isinstance(result, QuerySolutions)
    return int(next(result)["n"].value)


def leftovers(store: Path) -> list[str]:
    return sorted(path.name for path in (*store.glob(".*"), *(store / "versions").glob(".*")))


def test_load_counts_and_does_not_load_twice(release_folder: Path, tmp_path: Path) -> None:
    first = load(release_folder, tmp_path / "store")
    second = load(release_folder, tmp_path / "store")
    assert (first.loaded, second.loaded) == (True, False)
    assert first.triples == second.triples == count(open_store(tmp_path / "store"), "?s ?p ?o")
    assert first.disclosures == 2 and first.at[:2] == "20"
    assert leftovers(tmp_path / "store") == []


def test_named_graphs_are_the_versions_and_the_ontology(release_folder: Path, store: Store) -> None:
    graphs = {graph.value for graph in store.named_graphs()}
    assert {each.version for each in read_release(release_folder).disclosures} < graphs
    assert PREFIXES["ys"].rstrip("#") in graphs


def test_the_default_graph_is_a_set(store: Store) -> None:
    """The label of a code is in both disclosures' graphs; a join with it must not count money twice."""
    label = f'<{iris.code("function", "2101501")}> <{PREFIXES["skos"]}prefLabel> "行政运行"@zh'
    assert count(store, f"GRAPH ?g {{ {label} }}") > 1
    assert count(store, label) == 1


def test_a_release_that_does_not_conform_needs_force(make_release: Callable[..., Path], tmp_path: Path) -> None:
    folder = make_release(conforms=False)
    with pytest.raises(ServerError) as caught:
        load(folder, tmp_path / "store")
    assert "--force" in caught.value.remedy
    assert not (tmp_path / "store").exists()
    assert load(folder, tmp_path / "store", force=True).loaded
    assert not load(folder, tmp_path / "store").loaded


def break_hash(release: Path) -> None:
    (release / "dump/ontology.nq.gz").write_bytes(gzip.compress(b""))


def break_syntax(release: Path) -> None:
    """The manifest agrees with the file, but the file is no N-Quads."""
    path = release / "dump/ontology.nq.gz"
    path.write_bytes(gzip.compress(b"<a:b> <a:c> .\n"))
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    edit_manifest(release, lambda m: next(f for f in m["files"] if "ontology" in f["path"]).update(sha256=sha256))


def break_list(release: Path) -> None:
    edit_manifest(release, lambda m: m.update(files=[f for f in m["files"] if "ontology" not in f["path"]]))


@pytest.mark.parametrize("damage", [break_hash, break_syntax, break_list])
def test_a_failed_load_leaves_the_old_store(
    make_release: Callable[..., Path], tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    store = tmp_path / "store"
    old = load(make_release("good"), store)
    bad = make_release("bad", base=OTHER)
    damage(bad)
    with pytest.raises(ServerError):
        load(bad, store)
    meta = read_meta(store)
    assert meta is not None and meta.release == old.release
    assert count(open_store(store), "?s ?p ?o") == old.triples
    assert leftovers(store) == []


def test_a_new_release_takes_the_place_of_the_old(make_release: Callable[..., Path], tmp_path: Path) -> None:
    store = tmp_path / "store"
    load(make_release("one"), store)
    reader, version = open_store(store), home(store)
    before = count(reader, "?s ?p ?o")
    second = load(make_release("two", base=OTHER), store)
    assert second.base == OTHER and home(store) != version
    assert count(reader, "?s ?p ?o") == before, "a reader keeps what it opened"
    assert (version / DATA).is_dir(), "and may open it again"
    assert leftovers(store) == []


def test_a_failed_switch_leaves_the_old_version(
    make_release: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "store"
    old = load(make_release("one"), store)

    def failing(store: Path, name: str) -> None:
        raise OSError("disk on fire")

    monkeypatch.setattr(places, "point_to", failing)
    with pytest.raises(OSError, match="disk on fire"):
        load(make_release("two", base=OTHER), store)
    monkeypatch.undo()
    meta = read_meta(store)
    assert meta is not None and meta.release == old.release
    assert len(versions(store)) == 1 and leftovers(store) == []


def test_what_an_interrupted_load_left_is_tidied(release_folder: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    load(release_folder, store)
    (store / "versions" / ".new-abc" / "data").mkdir(parents=True)
    assert not load(release_folder, store).loaded
    assert leftovers(store) == []


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.parametrize("moment", [0.3, 0.6, 0.9, 1.2, 1.8])
def test_a_load_that_is_killed_leaves_a_whole_store(
    make_release: Callable[..., Path], tmp_path: Path, moment: float
) -> None:
    """Whenever it ends: what is there opens, holds all of one release, and can be loaded into again."""
    store = tmp_path / "store"
    first, second = make_release("one"), make_release("two", base=OTHER)
    old = load(first, store)
    command = "import sys; from pathlib import Path; from server.store import load; load(*map(Path, sys.argv[1:]))"
    with subprocess.Popen([sys.executable, "-c", command, str(second), str(store)], cwd=ROOT) as process:
        time.sleep(moment)
        os.kill(process.pid, signal.SIGKILL)
    meta = read_meta(store)
    assert meta is not None and meta.base in (old.base, OTHER)
    assert count(open_store(store), "?s ?p ?o") == meta.triples
    assert load(second, store).triples == count(open_store(store), "?s ?p ?o")
    assert leftovers(store) == []


def test_a_folder_that_is_no_store_is_never_replaced(release_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("precious")
    with pytest.raises(ServerError) as caught:
        load(release_folder, tmp_path)
    assert "not a store" in str(caught.value)
    assert (tmp_path / "notes.txt").read_text() == "precious"


def test_an_empty_folder_may_become_the_store(release_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    assert load(release_folder, tmp_path / "store").loaded


def test_a_store_of_the_older_form_is_replaced(release_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "store" / DATA).mkdir(parents=True)
    (tmp_path / "store" / "meta.json").write_text(json.dumps({"release": "x", "format": 1}))
    assert load(release_folder, tmp_path / "store").loaded
    assert sorted(each.name for each in (tmp_path / "store").iterdir()) == ["current", "versions"]


def test_one_load_at_a_time(release_folder: Path, tmp_path: Path) -> None:
    with alone(tmp_path / "store"), pytest.raises(ServerError) as caught:
        load(release_folder, tmp_path / "store")
    assert "another load" in str(caught.value)


def test_a_place_without_store_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(ServerError) as caught:
        open_store(tmp_path / "nothing")
    assert "yusuan load" in caught.value.remedy


def test_the_store_keeps_its_release(make_release: Callable[..., Path], tmp_path: Path) -> None:
    """Replacing the folder of a release takes nothing from a server that reads the store."""
    folder = make_release("one")
    load(folder, tmp_path / "store")
    for each in sorted(folder.rglob("*"), reverse=True):
        each.rmdir() if each.is_dir() else each.unlink()
    kept = read_release(home(tmp_path / "store") / RELEASE)
    kept.verify()
    assert len(kept.files) > 8
    served = open_site(Settings(release=folder, store=tmp_path / "store"))
    assert served.release.digest == kept.digest


def test_old_versions_lose_first_their_data_and_then_all(make_release: Callable[..., Path], tmp_path: Path) -> None:
    store = tmp_path / "store"
    for number in range(5):
        load(make_release(str(number), base=f"https://{number}.example.org/"), store, keep=4)
    there = versions(store)
    assert len(there) == 4 and there[-1] == home(store)
    assert [(each / DATA).exists() for each in there] == [False, False, True, True]
    assert [(each / INDEX).exists() for each in there] == [False, False, True, True]
    assert all((each / RELEASE / "manifest.json").exists() for each in there)
    point_to(store, there[-2].name)
    assert home(store) == there[-2], "an older version can be the one in use again"


def test_a_store_of_another_form_without_its_release_says_how_to_load_it(release_folder: Path, tmp_path: Path) -> None:
    load(release_folder, tmp_path / "store")
    meta = home(tmp_path / "store") / places.META
    meta.write_text(json.dumps({**json.loads(meta.read_text("utf-8")), "format": places.FORMAT - 1}), "utf-8")
    settings = Settings(release=tmp_path / "gone", store=tmp_path / "store")
    with pytest.raises(ServerError, match="another version of yusuan") as refused:
        open_site(settings)
    assert refused.value.remedy.startswith("load it again with `yusuan load ")
    again = Settings(release=home(tmp_path / "store") / RELEASE, store=tmp_path / "store")
    assert len(open_site(again).index.rows("overview")) == 2
