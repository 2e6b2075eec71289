"""What the release says about itself to machines: VoID and DCAT as triples, schema.org as JSON.

The release may hold a catalogue of its own, in the graph `{base}catalog`. What is added here is what only a server
knows: where it answers and where its files are.
"""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ontology.namespaces import DEF, PREFIXES, VOCABULARY_GRAPH
from server.derived import media_type
from server.engine import rows
from server.queries import bound
from server.release import Release, ReleaseDisclosure, ReleaseFile
from server.site import Site

VOID, DCAT, DCT, XSD = (PREFIXES[name] for name in ("void", "dcat", "dct", "xsd"))
FOAF, RDF, SPDX = PREFIXES["foaf"], PREFIXES["rdf"], "http://spdx.org/rdf/terms#"
FORMATS = "http://www.w3.org/ns/formats/"
MEDIA = "https://www.iana.org/assignments/media-types/"
LANGUAGE = "http://id.loc.gov/vocabulary/iso639-1/"
FILES = {"dump/all.nq.gz": "N-Quads", "dump/all.ttl": "Turtle", "dump/ontology.nq.gz": "N-Quads"}
TITLES = {"zh": "中国政府部门预算公开关联数据", "en": "Linked data from Chinese department budget disclosures"}
TABLES = ("cells", "comparisons", "projects", "indicators", "goals", "statements", "institutions", "findings")
MOST_CLASSES = 200
Node = NamedNode | BlankNode
Value = NamedNode | BlankNode | Literal


def catalog_iri(release: Release) -> str:
    """The IRI of the catalogue of a release, and of the graph that it may bring along."""
    return f"{release.base}catalog"


def void_triples(site: Site, root: str) -> list[Triple]:
    """The VoID description of the whole, served at `root`."""
    about, dataset = NamedNode(f"{root}.well-known/void"), NamedNode(f"{root}.well-known/void#dataset")
    return [
        *_say(about, (RDF + "type", NamedNode(VOID + "DatasetDescription")), (FOAF + "topic", dataset)),
        *_say(about, (DCT + "title", *_texts(TITLES))),
        *_whole(site, dataset, root),
        *_partitions(site, dataset),
        *_subsets(site, dataset),
    ]


def _whole(site: Site, dataset: Node, root: str) -> Iterator[Triple]:
    release = site.release
    yield from _say(
        dataset,
        (RDF + "type", NamedNode(VOID + "Dataset"), NamedNode(DCAT + "Dataset")),
        (DCT + "title", *_texts(TITLES)),
        (DCT + "issued", _moment(release.created)),
        (DCT + "identifier", Literal(release.digest)),
        (FOAF + "homepage", NamedNode(root)),
        (VOID + "sparqlEndpoint", NamedNode(f"{root}sparql")),
        (VOID + "uriSpace", Literal(release.base)),
        (VOID + "uriLookupEndpoint", NamedNode(f"{root}search?q=")),
        (VOID + "openSearchDescription", NamedNode(f"{root}opensearch.xml")),
        (VOID + "exampleResource", *(NamedNode(each.iri) for each in release.disclosures[:3])),
        (VOID + "vocabulary", NamedNode(VOCABULARY_GRAPH), *map(NamedNode, _vocabularies(site))),
        (VOID + "triples", _number(site.triples)),
        (VOID + "classes", _number(len(site.index.rows("classes")))),
        (VOID + "properties", _number(len(site.index.rows("predicates")))),
        (VOID + "documents", _number(len(release.disclosures))),
        (VOID + "dataDump", *(NamedNode(_file_address(root, path)) for path in FILES if path in release.files)),
        (VOID + "feature", *(NamedNode(FORMATS + name) for name in ("Turtle", "N-Triples", "RDF_XML", "JSON-LD"))),
    )


def _vocabularies(site: Site) -> list[str]:
    """The namespaces of others that the properties in use come from."""
    used = {each["iri"] for each in site.index.rows("predicates")}
    return sorted(iri for iri in PREFIXES.values() if iri != DEF and any(each.startswith(iri) for each in used))


def _partitions(site: Site, dataset: Node) -> Iterator[Triple]:
    for kind, key, counted, query in (
        ("class", "class", "entities", "classes"),
        ("property", "property", "triples", "predicates"),
    ):
        for number, each in enumerate(site.index.rows(query)[:MOST_CLASSES]):
            part = BlankNode(f"{kind}{number}")
            yield Triple(dataset, NamedNode(f"{VOID}{kind}Partition"), part)
            yield from _say(
                part, (VOID + key, NamedNode(each["iri"])), (VOID + counted, _number(each["number"]))
            )  # fmt: skip


def _subsets(site: Site, dataset: Node) -> Iterator[Triple]:
    """The sets of links to others, as the ontology describes them."""
    for row in rows(site.store, bound("linksets")):
        assert isinstance(row["linkset"], NamedNode)
        yield Triple(dataset, NamedNode(VOID + "subset"), row["linkset"])
        assert isinstance(row["property"], NamedNode) and row["value"] is not None
        yield Triple(row["linkset"], row["property"], row["value"])


# DCAT


def catalog_triples(site: Site, root: str, chosen: Iterable[ReleaseDisclosure], own: bool) -> list[Triple]:
    """The catalogue with some of its disclosures; with `own`, also what the release says in its own catalogue."""
    catalog = NamedNode(catalog_iri(site.release))
    return [
        *(_own(site) if own else ()),
        *_catalog(site, catalog, root),
        *(triple for each in chosen for triple in _dataset(site.release, catalog, each, root)),
    ]


def _own(site: Site) -> list[Triple]:
    graph = catalog_iri(site.release)
    if not any(each["iri"] == graph for each in site.index.rows("graphs")):
        return []
    return list(site.store.query(bound("graph", graph=graph)))  # type: ignore[arg-type]


def _catalog(site: Site, catalog: NamedNode, root: str) -> Iterator[Triple]:
    whole, service = NamedNode(f"{catalog.value}/whole"), NamedNode(f"{root}sparql")
    yield from _say(
        catalog,
        (RDF + "type", NamedNode(DCAT + "Catalog")),
        (DCT + "title", *_texts(TITLES)),
        (DCT + "issued", _moment(site.release.created)),
        (DCT + "modified", _moment(site.meta.at)),
        (DCT + "language", NamedNode(LANGUAGE + "zh"), NamedNode(LANGUAGE + "en")),
        (FOAF + "homepage", NamedNode(root)),
        (DCAT + "service", service),
        (DCAT + "dataset", whole),
    )
    yield from _say(
        service,
        (RDF + "type", NamedNode(DCAT + "DataService")),
        (DCT + "title", Literal("SPARQL", language="en")),
        (DCAT + "endpointURL", service),
        (DCAT + "endpointDescription", service),
        (DCAT + "servesDataset", whole),
        (DCT + "conformsTo", NamedNode("https://www.w3.org/TR/sparql11-protocol/")),
    )
    yield from _say(
        whole,
        (RDF + "type", NamedNode(DCAT + "Dataset")),
        (DCT + "title", *_texts(TITLES)),
        (DCT + "issued", _moment(site.release.created)),
        (DCT + "identifier", Literal(site.release.digest)),
        (DCAT + "version", Literal(site.release.digest[:12])),
    )
    for path in _whole_files(site.release):
        yield from _distribution(whole, _file_address(root, path), path, site.release.files.get(path))


def _whole_files(release: Release) -> list[str]:
    """The files that have everything: as they are, packed otherwise, and the tables also as Parquet."""
    turtle = {f"dump/all.ttl{packing}": "dump/all.ttl" for packing in (".gz", ".zst")}
    packed = {"dump/all.nq.zst": "dump/all.nq.gz", **turtle}
    graphs = [*FILES, *(path for path, made_of in packed.items() if made_of in release.files)]
    tables = [name for name in TABLES if f"{name}.csv" in release.files]
    suffixes = (".csv", ".csv.gz", ".csv.zst", ".parquet")
    return [path for path in graphs if path in packed or path in release.files] + [
        f"{name}{suffix}" for name in tables for suffix in suffixes
    ]


def _dataset(release: Release, catalog: NamedNode, entry: ReleaseDisclosure, root: str) -> Iterator[Triple]:
    dataset = NamedNode(entry.iri)
    yield Triple(catalog, NamedNode(DCAT + "dataset"), dataset)
    yield from _say(
        dataset,
        (RDF + "type", NamedNode(DCAT + "Dataset")),
        (DCT + "title", Literal(entry.title, language="zh")),
        (DCT + "identifier", Literal(entry.id)),
        (DCT + "issued", _moment(release.created)),
        (DCT + "spatial", NamedNode(f"{release.base}id/region/{entry.region}")),
        (DCT + "temporal", BlankNode(f"t{entry.year}")),
        (DCAT + "landingPage", NamedNode(f"{root}page/{quote(entry.iri.removeprefix(release.base))}")),
    )
    yield from _say(
        BlankNode(f"t{entry.year}"),
        (RDF + "type", NamedNode(DCT + "PeriodOfTime")),
        (DCAT + "startDate", Literal(f"{entry.year}-01-01", datatype=_xsd("date"))),
        (DCAT + "endDate", Literal(f"{entry.year}-12-31", datatype=_xsd("date"))),
    )
    for path in disclosure_files(release, entry):
        yield from _distribution(dataset, _file_address(root, path), path, release.files.get(path))


def disclosure_files(release: Release, entry: ReleaseDisclosure) -> list[str]:
    """The files about one disclosure: its graph in two syntaxes, its cells as CSV and Parquet."""
    listed = [entry.files[role] for role in ("nquads", "turtle") if entry.files.get(role) in release.files]
    same = [each for each in release.disclosures if each.source.get("file") == entry.source.get("file")]
    tables = [f"disclosure/{entry.id}/cells.{each}" for each in ("csv", "parquet")] if len(same) == 1 else []
    return listed + (tables if "cells.csv" in release.files else [])


def _distribution(dataset: NamedNode, address: str, path: str, listed: ReleaseFile | None) -> Iterator[Triple]:
    node, bare = NamedNode(address), path.removesuffix(".gz").removesuffix(".zst")
    packed = {".gz": "gzip", ".zst": "zstd"}.get(path[len(bare) :])
    kind = media_type(bare)
    yield from _say(
        node,
        (RDF + "type", NamedNode(DCAT + "Distribution")),
        (DCT + "title", Literal(path.rpartition("/")[2])),
        (DCAT + "downloadURL", node),
        (DCAT + "mediaType", NamedNode(MEDIA + kind)),
        *([(DCAT + "compressFormat", NamedNode(f"{MEDIA}application/{packed}"))] if packed else []),
        *([(DCAT + "byteSize", Literal(str(listed.bytes), datatype=_xsd("nonNegativeInteger")))] if listed else []),
    )
    yield Triple(dataset, NamedNode(DCAT + "distribution"), node)
    if listed:
        checksum = BlankNode(f"c{listed.sha256[:24]}")
        yield Triple(node, NamedNode(SPDX + "checksum"), checksum)
        yield from _say(
            checksum,
            (RDF + "type", NamedNode(SPDX + "Checksum")),
            (SPDX + "algorithm", NamedNode(SPDX + "checksumAlgorithm_sha256")),
            (SPDX + "checksumValue", Literal(listed.sha256, datatype=_xsd("hexBinary"))),
        )


# schema.org


def schema_dataset(site: Site, root: str, entry: ReleaseDisclosure | None = None) -> dict[str, Any]:
    """The mark-up by which search engines for data find the whole, or one disclosure."""
    release = site.release
    paths = disclosure_files(release, entry) if entry else [*FILES, "cells.csv", "cells.parquet"]
    page = f"{root}page/{quote(entry.iri.removeprefix(release.base))}" if entry else root
    said: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": entry.iri if entry else catalog_iri(release),
        "url": page,
        "name": entry.title if entry else TITLES["zh"],
        "alternateName": f"{entry.place} {entry.department} {entry.year}" if entry else TITLES["en"],
        "description": _description(release, entry),
        "identifier": entry.id if entry else release.digest,
        "inLanguage": "zh",
        "isAccessibleForFree": True,
        "dateModified": release.created[:10],
        "version": entry.version.rpartition("/")[2] if entry else release.digest[:12],
        "keywords": ["部门预算", "预算公开", "财政支出", "budget", "China", *([entry.place] if entry else [])],
        "distribution": [_download(root, path) for path in paths if entry or _there(release, path)],
    }
    if entry:
        said |= {"spatialCoverage": entry.place, "temporalCoverage": f"{entry.year}", "about": entry.department}
        said["includedInDataCatalog"] = {"@type": "DataCatalog", "name": TITLES["en"], "url": root}
    return said


def _there(release: Release, path: str) -> bool:
    return path in release.files or f"{path.rpartition('.')[0]}.csv" in release.files


def _description(release: Release, entry: ReleaseDisclosure | None) -> str:
    if entry:
        return (
            f"{entry.title}：从公开文件中逐格读出的 {entry.cells} 个金额，每个都注明它在原文中的行。"
            f"Budget figures of {entry.department} ({entry.place}) for {entry.year}, each with its line in the source."
        )
    return (
        f"{len(release.disclosures)} 份部门预算公开的关联数据，每个数字都注明它在原文中的行。"
        "Linked data from budget disclosures of Chinese government departments; every figure names its source line."
    )


def _download(root: str, path: str) -> dict[str, str]:
    return {"@type": "DataDownload", "contentUrl": _file_address(root, path), "encodingFormat": media_type(path)}


# triples


def _say(subject: Node, *pairs: tuple[Any, ...]) -> Iterator[Triple]:
    for name, *values in pairs:
        for value in values:
            yield Triple(subject, NamedNode(name), value)


def _texts(texts: dict[str, str]) -> list[Literal]:
    return [Literal(text, language=language) for language, text in texts.items()]


def _number(value: int) -> Literal:
    return Literal(str(value), datatype=_xsd("integer"))


def _moment(text: str) -> Literal:
    return Literal(text, datatype=_xsd("dateTime"))


def _xsd(name: str) -> NamedNode:
    return NamedNode(XSD + name)


def _file_address(root: str, path: str) -> str:
    return f"{root}dump/{quote(path)}"
