"""The manifest is read once and trusted only as far as it can be checked."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from server.errors import ServerError
from server.release import read_release
from tests.server.made_up import edit_manifest


def test_release_has_disclosures_and_files(release_folder: Path) -> None:
    release = read_release(release_folder)
    assert [each.region for each in release.disclosures] == ["410703", "130208"]
    assert len(release.digest) == 64
    assert {path.suffix for path in map(Path, release.files)} == {".gz", ".ttl", ".txt", ".csv"}
    release.verify()


def test_unknown_keys_of_a_disclosure_are_passed_over(make_release: Callable[..., Path]) -> None:
    folder = make_release()
    edit_manifest(folder, lambda m: m["disclosures"][0].update(found_by={"region": "name"}))
    assert read_release(folder).disclosures[0].region == "410703"


@pytest.mark.parametrize("path", ["../manifest.json", "/etc/passwd", "dump/../../x", "..\\x", "a\0b", ""])
def test_a_path_outside_of_the_release_is_refused(make_release: Callable[..., Path], path: str) -> None:
    folder = make_release()
    edit_manifest(folder, lambda m: m["files"][0].update(path=path))
    with pytest.raises(ServerError) as caught:
        read_release(folder)
    assert "outside of the release" in str(caught.value)


def test_a_link_out_of_the_release_is_refused(make_release: Callable[..., Path], tmp_path: Path) -> None:
    folder = make_release()
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "cells.csv").unlink()
    (folder / "cells.csv").symlink_to(tmp_path / "secret.txt")
    with pytest.raises(ServerError) as caught:
        read_release(folder)
    assert "outside of the release" in str(caught.value)


def drop_files(manifest: dict[str, Any]) -> None:
    del manifest["files"]


CHANGES: dict[str, Callable[[dict[str, Any]], object]] = {
    "no files": drop_files,
    "base is no IRI": lambda m: m.update(base="not an IRI"),
    "another format": lambda m: m.update(format=2),
    "a file is a text": lambda m: m.update(files=["x"]),
    "a disclosure lacks its year": lambda m: m["disclosures"][0].pop("year"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_manifest_that_cannot_be_trusted_is_refused(make_release: Callable[..., Path], name: str) -> None:
    folder = make_release()
    edit_manifest(folder, CHANGES[name])
    with pytest.raises(ServerError) as caught:
        read_release(folder)
    assert caught.value.remedy


@pytest.mark.parametrize("text", ["", "[]", "{", "null", "\udcff"])
def test_a_broken_manifest_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(ServerError) as caught:
        read_release(tmp_path)
    assert "damaged" in str(caught.value)


def test_a_folder_without_manifest_is_no_release(tmp_path: Path) -> None:
    with pytest.raises(ServerError) as caught:
        read_release(tmp_path)
    assert "yusuan convert" in caught.value.remedy


def test_a_changed_file_is_found(make_release: Callable[..., Path]) -> None:
    folder = make_release()
    (folder / "cells.csv").write_text("changed")
    with pytest.raises(ServerError) as caught:
        read_release(folder).verify()
    assert "cells.csv has SHA-256" in str(caught.value)


def test_a_place_names_its_province_once(release_folder: Path) -> None:
    assert [each.place for each in read_release(release_folder).disclosures] == ["河南省卫滨区", "河北省丰润区"]
