"""A store is complete or not there; the default graph is a true union."""

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import QuerySolutions, Store

import server.store
from ontology import iris
from ontology.namespaces import PREFIXES
from server.engine import open_store
from server.errors import ServerError
from server.release import read_release
from server.store import load, read_meta
from tests.server.made_up import edit_manifest


def count(store: Store, pattern: str) -> int:
    result = store.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}")
    assert isinstance(result, QuerySolutions)
    return int(next(result)["n"].value)


def leftovers(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith(".store.") and path.suffix != ".lock")


def test_load_counts_and_does_not_load_twice(release_folder: Path, tmp_path: Path) -> None:
    first = load(release_folder, tmp_path / "store")
    second = load(release_folder, tmp_path / "store")
    assert (first.loaded, second.loaded) == (True, False)
    assert first.triples == second.triples == count(open_store(tmp_path / "store"), "?s ?p ?o")
    assert first.disclosures == 2
    assert leftovers(tmp_path) == []


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
    import hashlib

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
    bad = make_release("bad", base="https://data.example.org/")
    damage(bad)
    with pytest.raises(ServerError):
        load(bad, store)
    meta = read_meta(store)
    assert meta is not None and meta.release == old.release
    assert count(open_store(store), "?s ?p ?o") == old.triples
    assert leftovers(tmp_path) == []


def test_a_new_release_takes_the_place_of_the_old(make_release: Callable[..., Path], tmp_path: Path) -> None:
    store = tmp_path / "store"
    load(make_release("one"), store)
    reader = open_store(store)
    before = count(reader, "?s ?p ?o")
    second = load(make_release("two", base="https://data.example.org/"), store)
    assert second.base == "https://data.example.org/"
    assert count(reader, "?s ?p ?o") == before, "a reader keeps what it opened"
    assert leftovers(tmp_path) == []


def test_a_failed_switch_brings_the_old_store_back(
    make_release: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "store"
    old = load(make_release("one"), store)
    rename = Path.rename

    def failing(self: Path, target: Any) -> Path:
        if ".new-" in self.name:
            raise OSError("disk on fire")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(OSError, match="disk on fire"):
        load(make_release("two", base="https://data.example.org/"), store)
    monkeypatch.undo()
    meta = read_meta(store)
    assert meta is not None and meta.release == old.release
    assert leftovers(tmp_path) == []


def test_what_an_interrupted_load_left_is_tidied(release_folder: Path, tmp_path: Path) -> None:
    """Stopped between the two renames: the old store is under its other name, the new one half there."""
    store = tmp_path / "store"
    load(release_folder, store)
    store.rename(tmp_path / ".store.old-123")
    (tmp_path / ".store.new-abc").mkdir()
    assert not load(release_folder, store).loaded
    assert leftovers(tmp_path) == []


def test_a_folder_that_is_no_store_is_never_replaced(release_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("precious")
    with pytest.raises(ServerError) as caught:
        load(release_folder, tmp_path)
    assert "not a store" in str(caught.value)
    assert (tmp_path / "notes.txt").read_text() == "precious"


def test_an_empty_folder_may_become_the_store(release_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    assert load(release_folder, tmp_path / "store").loaded


def test_one_load_at_a_time(release_folder: Path, tmp_path: Path) -> None:
    with server.store._alone(tmp_path / "store"), pytest.raises(ServerError) as caught:
        load(release_folder, tmp_path / "store")
    assert "another load" in str(caught.value)


def test_a_place_without_store_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(ServerError) as caught:
        open_store(tmp_path / "nothing")
    assert "yusuan load" in caught.value.remedy
