"""Every file of the release that holds data, as a distribution with its size and hash."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from converter.catalog.about import EU, LICENCE, Listed, Release, distribution
from ontology import iris
from ontology.namespaces import PREFIXES, VOCABULARY_VERSION
from ontology.quads import Writer, name, texts

IANA = "https://www.iana.org/assignments/media-types/"
GZIP = IANA + "application/gzip"
SHA256 = PREFIXES["spdx"] + "checksumAlgorithm_sha256"


@dataclass(frozen=True, slots=True)
class Form:
    """A format of files: its media type, its name in the EU's list of file types, and what it is called."""

    media_type: str
    file_type: str
    label: str


FORMS = {
    ".nq.gz": Form(IANA + "application/n-quads", EU + "file-type/RDF_N_QUADS", "N-Quads"),
    ".ttl": Form(IANA + "text/turtle", EU + "file-type/RDF_TURTLE", "Turtle"),
    ".csv": Form(IANA + "text/csv", EU + "file-type/CSV", "CSV"),
}


def form_of(path: str) -> Form | None:
    """The format of a file of data, or None for other files."""
    return next((form for ending, form in FORMS.items() if path.endswith(ending)), None)


def is_data(path: str) -> bool:
    """Whether a file holds data that the catalogue offers: dumps and tables, no reports and no texts."""
    return form_of(path) is not None and path.partition("/")[0] not in ("quality", "source")


def distribution_quads(release: Release, writer: Writer) -> Iterator[ox.Quad]:
    """The distributions, with their checksums, formats and the licence."""
    for file in release.files:
        if is_data(file.path):
            yield from about_file(release, writer, file)
    for form in FORMS.values():
        yield from writer.about(form.media_type, rdf_type="dct:MediaType", rdfs_label=ox.Literal(form.label))
        yield from writer.about(form.file_type, rdf_type="dct:MediaTypeOrExtent", rdfs_label=ox.Literal(form.label))
    yield from writer.about(GZIP, rdf_type="dct:MediaType", rdfs_label=ox.Literal("gzip"))
    yield from writer.about(SHA256, rdf_type="spdx:ChecksumAlgorithm", rdfs_label=ox.Literal("SHA-256"))


def about_file(release: Release, writer: Writer, file: Listed) -> Iterator[ox.Quad]:
    form = form_of(file.path)
    assert form is not None
    address, checksum = iris.dump(file.path, base=release.base), release.part(f"sha256-{file.sha256}")
    yield from writer.about(
        distribution(file.path, release.base),
        rdf_type="dcat:Distribution",
        dct_title=texts(f"{form.label}：{file.path}", f"{form.label}: {file.path}"),
        dct_description=texts(f"文件 {file.path}。", f"The file {file.path}."),
        dcat_accessURL=address,
        dcat_downloadURL=address,
        dcat_mediaType=form.media_type,
        dcat_compressFormat=GZIP if file.path.endswith(".gz") else None,
        dct_format=form.file_type,
        dcat_byteSize=ox.Literal(str(file.bytes), datatype=name("xsd:nonNegativeInteger")),
        spdx_checksum=checksum,
        dct_license=LICENCE,
        dct_conformsTo=None if file.path.endswith(".csv") else VOCABULARY_VERSION,
        dct_issued=release.date,
        dct_modified=release.date,
    )
    yield from writer.about(
        checksum,
        rdf_type="spdx:Checksum",
        spdx_algorithm=SHA256,
        spdx_checksumValue=ox.Literal(file.sha256, datatype=name("xsd:hexBinary")),
    )
