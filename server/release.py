"""The release folder as the server sees it: its manifest, read once and checked."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from ontology import iris
from server.errors import ServerError

FORMAT = 1
MANIFEST = "manifest.json"
ONTOLOGY = "dump/ontology.nq.gz"
CATALOG = "dump/catalog.nq.gz"
ACROSS = "dump/across.nq.gz"


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """One file of a release. `path` is relative to the release, with slashes."""

    path: str
    bytes: int
    sha256: str
    media_type: str

    @property
    def name(self) -> str:
        """The last part of the path."""
        return PurePosixPath(self.path).name


@dataclass(frozen=True, slots=True)
class ReleaseDisclosure:
    """One disclosure of a release. `files` names its dumps, report and text by role."""

    id: str
    iri: str
    version: str
    title: str
    region: str
    region_name: str
    province_name: str
    department: str
    department_code: str
    year: int
    phase: str
    triples: int
    cells: int
    undecided: int
    findings: Mapping[str, int]
    conforms: bool
    source: Mapping[str, Any]
    files: Mapping[str, str]

    @property
    def place(self) -> str:
        """The region with its province in front, once."""
        known = self.region_name.startswith(self.province_name)
        return self.region_name if known else f"{self.province_name}{self.region_name}"


@dataclass(frozen=True)
class Release:
    """A release folder. `digest` is the SHA-256 of its manifest, which holds the hash of every other file."""

    path: Path
    digest: str
    base: str
    generator: str
    created: str
    conforms: bool
    disclosures: tuple[ReleaseDisclosure, ...]
    files: Mapping[str, ReleaseFile]

    @cached_property
    def by_id(self) -> dict[str, ReleaseDisclosure]:
        """The disclosures by the id that file names use."""
        return {each.id: each for each in self.disclosures}

    @cached_property
    def by_version(self) -> dict[str, ReleaseDisclosure]:
        """The disclosures by the IRI of their version."""
        return {each.version: each for each in self.disclosures}

    @cached_property
    def by_iri(self) -> dict[str, ReleaseDisclosure]:
        """The disclosures by their IRI; of several versions the last in the manifest."""
        return {each.iri: each for each in self.disclosures}

    def file(self, path: str) -> Path:
        """The place of a file that the manifest lists; KeyError when it lists none of that path."""
        return self.path / self.files[path].path

    def nquads(self) -> list[Path]:
        """The files that together hold the whole graph: one per disclosure, the ontology, and what else is there.

        That is the catalogue, and what several disclosures together show.
        """
        names = [each.files["nquads"] for each in self.disclosures] + [ONTOLOGY]
        names += [name for name in (CATALOG, ACROSS) if name in self.files]
        missing = [name for name in names if name not in self.files]
        if missing:
            raise _broken(self.path, f"its manifest lists no file {missing[0]}")
        return [self.file(name) for name in names]

    def verify(self) -> None:
        """Raise ServerError when a file is missing, or is not the one that the manifest describes."""
        for file in self.files.values():
            _verify(self.path, file)


def read_release(path: Path) -> Release:
    """The release in a folder. ServerError when there is none, or when its manifest cannot be trusted."""
    text = _manifest_text(path)
    try:
        return _release(path.resolve(), text, json.loads(text))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _broken(path, f"its manifest.json cannot be read ({type(error).__name__}: {error})") from error


def _manifest_text(path: Path) -> bytes:
    try:
        return (path / MANIFEST).read_bytes()
    except OSError:
        raise ServerError(
            f"{path} is no release: it has no manifest.json",
            f"make one with `yusuan convert INPUT... --out {path}`",
        ) from None


def _release(path: Path, text: bytes, manifest: dict[str, Any]) -> Release:
    if manifest["format"] != FORMAT:
        raise ServerError(
            f"{path} has format {manifest['format']}, and this server reads format {FORMAT}",
            "convert the documents again with this version of yusuan",
        )
    files = [ReleaseFile(**each) for each in manifest["files"]]
    for file in files:
        _check_place(path, file.path)
    return Release(
        path=path,
        digest=hashlib.sha256(text).hexdigest(),
        base=iris.base(manifest["base"]),
        generator=manifest["generator"],
        created=manifest["created"],
        conforms=manifest["conforms"],
        disclosures=tuple(_disclosure(each) for each in manifest["disclosures"]),
        files={file.path: file for file in files},
    )


def _disclosure(entry: dict[str, Any]) -> ReleaseDisclosure:
    """The entry of one disclosure; keys that this version does not know are passed over."""
    known = ReleaseDisclosure.__dataclass_fields__
    return ReleaseDisclosure(**{name: value for name, value in entry.items() if name in known})


def _check_place(release: Path, name: str) -> None:
    """Refuse a path that leads out of the release, by `..`, from the root, or through a link."""
    parts = PurePosixPath(name)
    outside = parts.is_absolute() or ".." in parts.parts or "\\" in name or "\0" in name or not parts.parts
    if outside or not (release / name).resolve().is_relative_to(release):
        raise _broken(release, f"its manifest lists {name!r}, which lies outside of the release")


def _verify(release: Path, file: ReleaseFile) -> None:
    try:
        with (release / file.path).open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise _broken(release, f"{file.path} cannot be read ({error.strerror})") from error
    if found != file.sha256:
        raise _broken(release, f"{file.path} has SHA-256 {found[:12]}…, not {file.sha256[:12]}… as listed")


def _broken(release: Path, problem: str) -> ServerError:
    return ServerError(f"{release} is damaged: {problem}", "copy the release again, or convert the documents again")
