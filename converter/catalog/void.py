"""VoID: how much the whole holds, of which classes and properties, where it is, and what it is linked to."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

import pyoxigraph as ox

from converter.catalog.about import Release, nodes
from converter.catalog.datasets import WHOLE
from ontology import iris
from ontology.links import linksets
from ontology.namespaces import CODE, DEF, PREFIXES
from ontology.quads import Writer, number, texts

FEATURES = ("http://www.w3.org/ns/formats/N-Quads", "http://www.w3.org/ns/formats/Turtle")


def void_quads(release: Release, writer: Writer) -> Iterator[ox.Quad]:
    """The description of the data set, its partitions, and the document that says so."""
    whole, counts = iris.whole(release.base), release.counts
    yield from writer.about(
        iris.well_known(release.base),
        rdf_type="void:DatasetDescription",
        dct_title=texts("数据说明", "What data is here"),
        foaf_primaryTopic=whole,
        foaf_topic=release.catalog,
    )
    yield from writer.about(
        whole,
        void_triples=number(counts.triples),
        void_distinctSubjects=number(counts.subjects),
        void_classes=number(len(counts.classes)),
        void_properties=number(len(counts.properties)),
        void_documents=number(len(release.entries)),
        void_uriSpace=ox.Literal(release.base + "id/"),
        void_vocabulary=nodes(vocabularies(release)),
        void_sparqlEndpoint=iris.endpoint(release.base),
        void_dataDump=nodes(iris.dump(path, base=release.base) for path in WHOLE),
        void_feature=nodes(FEATURES),
        void_exampleResource=nodes(entry["iri"] for entry in release.entries[:3]),
        void_subset=nodes([*(each.iri for each in linksets()), *(entry["version"] for entry in release.entries)]),
        void_classPartition=nodes(partition(release, iri) for iri in sorted(counts.classes)),
        void_propertyPartition=nodes(partition(release, iri) for iri in sorted(counts.properties)),
    )
    for entry in release.entries:
        yield from writer.about(entry["version"], void_triples=number(entry["triples"]))
    for linkset in linksets():
        yield from writer.about(linkset.iri, rdf_type="void:Linkset")
    yield from partition_quads(release, writer)


def partition_quads(release: Release, writer: Writer) -> Iterator[ox.Quad]:
    """How many things of each class, and how many triples of each property."""
    for iri, count in sorted(release.counts.classes.items()):
        yield from writer.about(partition(release, iri), void_class=iri, void_entities=number(count))
    for iri, count in sorted(release.counts.properties.items()):
        yield from writer.about(partition(release, iri), void_property=iri, void_triples=number(count))


def partition(release: Release, iri: str) -> str:
    """The IRI of the part of the data with a class or property: readable where a prefix is ours to give."""
    for prefix, namespace in PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local != iri and local.isidentifier():
            return release.part(f"{prefix}-{local}")
    return release.part("term-" + sha256(iri.encode()).hexdigest()[:12])


def vocabularies(release: Release) -> Iterator[str]:
    """The namespaces of the words in use."""
    used = [*release.counts.classes, *release.counts.properties]
    for namespace in (DEF, *PREFIXES.values()):
        if namespace not in (CODE,) and any(iri.startswith(namespace) for iri in used):
            yield namespace
