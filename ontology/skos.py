"""Code lists as SKOS and XKOS, and regions: all in the code graph, what is used in a disclosure's graph."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter

import pyoxigraph as ox

from ontology import codes, iris
from ontology.codes import Concept, DepartmentType, Rule
from ontology.namespaces import CODE_GRAPH, VOCABULARY_GRAPH
from ontology.quads import Value, Writer, en, number, texts, year, year_month, zh
from ontology.regions import FormerName, Region, regions
from ontology.tables import rows

Code = tuple[str, str]
Values = str | Value | list[Value] | None


def scheme_quads() -> Iterator[ox.Quad]:
    """Every list of the catalogue with all its codes, in the code graph."""
    for name in codes.schemes():
        yield from _describe_scheme(name)
        for concept in _full_list(name):
            yield from _list_quads(concept)


def concept_quads(scheme: str, notation: str, graph: str, label: str | None = None) -> Iterator[ox.Quad]:
    """What a graph says of one code that it uses, so that the graph can be read alone.

    `label` is the printed name; it wins over the list's. A code that is not in the list is described by its
    printed name, and stands below its longest prefix that is.
    """
    listed = codes.scheme(scheme)
    concept, above = listed.get(notation), listed.parent(notation)
    chinese = label or (concept.label_zh if concept else notation)
    english = concept.label_en if concept else ""
    yield from Writer(graph).about(
        iris.code(scheme, notation),
        rdf_type="skos:Concept",
        skos_inScheme=iris.scheme(scheme),
        skos_notation=ox.Literal(notation),
        skos_prefLabel=texts(chinese, english),
        skos_broader=iris.code(scheme, above) if above else None,
    )


def used_quads(used: Iterable[Code], graph: str, labels: Mapping[Code, str]) -> Iterator[ox.Quad]:
    """The descriptions of all codes that a graph uses and of all codes above them, each once.

    `labels` gives printed names by (scheme, notation).
    """
    closed = {(scheme, step) for scheme, notation in used for step in codes.scheme(scheme).path(notation)}
    for scheme, notation in sorted(closed):
        yield from concept_quads(scheme, notation, graph, labels.get((scheme, notation)))


def region_quads(code: str, graph: str, base: str | None = None) -> Iterator[ox.Quad]:
    """What a graph says of a region that it uses and of the regions above; nothing for an unknown code."""
    writer = Writer(graph)
    for region in regions().path(code):
        yield from _region(region, writer, base)
        if not region.code.isdecimal():  # the code graph does not have it
            yield from _region_of_list(region, writer, base)
            yield from used_quads([("region-level", region.level)], graph, {})


def region_graph_quads(base: str | None = None) -> Iterator[ox.Quad]:
    """Every region, current or given up, in the code graph."""
    writer = Writer(CODE_GRAPH)
    for region in regions():
        yield from _region(region, writer, base)
        yield from _region_of_list(region, writer, base)
        for each in region.names:
            yield from _former_name(each, region, writer, base)


def classification_quads() -> Iterator[ox.Quad]:
    """The levels and editions of the classifications, and the correspondence of the two economic ones (XKOS)."""
    writer = Writer(CODE_GRAPH)
    for name in codes.schemes():
        yield from _editions(writer, name)
    for scheme, levels in groupby(rows("codelists", "levels.csv"), itemgetter("scheme")):
        yield from _levels(writer, scheme, list(levels))
    yield from _correspondence(writer)


def _describe_scheme(name: str) -> Iterator[ox.Quad]:
    described = codes.schemes()[name]
    tops = [concept.iri for concept in codes.scheme(name) if not concept.broader]
    yield from Writer(CODE_GRAPH).about(
        iris.scheme(name),
        rdf_type="skos:ConceptScheme",
        rdfs_label=texts(described.label_zh, described.label_en),
        skos_prefLabel=texts(described.label_zh, described.label_en),
        dct_description=texts(described.definition_zh, described.definition_en),
        dct_source=en(described.source),
        dct_rights=en(described.licence),
        rdfs_isDefinedBy=VOCABULARY_GRAPH,
        skos_hasTopConcept=[ox.NamedNode(top) for top in tops],
    )


def _full_list(name: str) -> Iterable[Concept]:
    """The concepts of a list, with what only its own class says."""
    if name == "rule":
        return codes.rules()
    return codes.department_types() if name == "department-type" else codes.scheme(name)


def _list_quads(concept: Concept) -> Iterator[ox.Quad]:
    yield from concept_quads(concept.scheme, concept.notation, CODE_GRAPH)
    yield from Writer(CODE_GRAPH).about(
        concept.iri,
        skos_altLabel=[zh(label) for label in concept.alt_zh],
        skos_definition=texts(concept.definition_zh, concept.definition_en),
        skos_editorialNote=en(concept.evidence) if concept.evidence else None,
        dct_source=en(codes.schemes()[concept.scheme].source),
        skos_topConceptOf=None if concept.broader else iris.scheme(concept.scheme),
        **(_history(concept) if isinstance(concept, DepartmentType) else {}),
        ys_severity=f"sh:{concept.severity}" if isinstance(concept, Rule) else None,
        ys_remedy=texts(concept.remedy_zh, concept.remedy_en) if isinstance(concept, Rule) else None,
    )


def _history(kind: DepartmentType) -> dict[str, Values]:
    """From when and until when departments of a type appear in budgets, in words and as years, and what came after."""
    after = iris.code(kind.scheme, kind.replaced_by) if kind.replaced_by else None
    return {
        "skos_historyNote": _years(kind),
        "ys_since": year(kind.since) if kind.since else None,
        "ys_until": year(kind.until) if kind.until else None,
        "dct_isReplacedBy": after,
    }


def _years(kind: DepartmentType) -> list[ox.NamedNode | ox.Literal]:
    chinese = (f"{kind.since} 年起" if kind.since else "", f"至 {kind.until} 年" if kind.until else "")
    english = (f"since {kind.since}" if kind.since else "", f"until {kind.until}" if kind.until else "")
    return texts("，".join(filter(None, chinese)), ", ".join(filter(None, english)))


def _region(region: Region, writer: Writer, base: str | None) -> Iterator[ox.Quad]:
    province = regions().province(region.code)
    yield from writer.about(
        region.iri(base),
        rdf_type="ys:Region",
        rdfs_label=zh(region.name),
        dct_identifier=ox.Literal(region.code),
        dct_isPartOf=iris.region(region.parent, base=base) if region.parent else None,
        ys_province=province.iri(base) if province else None,
    )


def _region_of_list(region: Region, writer: Writer, base: str | None) -> Iterator[ox.Quad]:
    """What the list of regions tells of one beside its name and place."""
    yield from writer.about(
        region.iri(base),
        ys_regionLevel=iris.code("region-level", region.level),
        dct_alternative=zh(region.full_name),
        skos_altLabel=[zh(name) for name in region.former],
        skos_editorialNote=en(region.evidence),
        owl_deprecated=None if region.current else ox.Literal(True),
        ys_formerName=[ox.NamedNode(each.iri(region.code, base)) for each in region.names],
        dct_isReplacedBy=iris.region(region.successor, base=base) if region.successor else None,
    )


def _former_name(each: FormerName, region: Region, writer: Writer, base: str | None) -> Iterator[ox.Quad]:
    yield from writer.about(
        each.iri(region.code, base),
        rdf_type="ys:RegionName",
        rdfs_label=zh(each.name),
        ys_firstList=_when(each.first),
        ys_lastList=_when(each.last),
    )


def _when(revision: str) -> ox.Literal:
    """The date of a list: a year, or a year and a month."""
    if len(revision) == 4:
        return year(int(revision))
    return year_month(revision[:4], revision[4:])


def _levels(writer: Writer, scheme: str, levels: list[dict[str, str]]) -> Iterator[ox.Quad]:
    first = iris.level_list(scheme, 1)
    yield from writer.about(iris.scheme(scheme), xkos_numberOfLevels=number(len(levels)), xkos_levels=first)
    for depth, row in enumerate(levels, start=1):
        members = [concept for concept in codes.scheme(scheme) if concept.level == row["level"]]
        yield from writer.about(
            iris.level(scheme, depth),
            rdf_type="xkos:ClassificationLevel",
            xkos_depth=number(depth),
            xkos_organizedBy=iris.code("level-kind", row["organized_by"]),
            xkos_notationPattern=ox.Literal(row["pattern"]),
            skos_prefLabel=texts(row["label_zh"], row["label_en"]),
            skos_member=[ox.NamedNode(member.iri) for member in members],
        )
        yield from writer.about(
            iris.level_list(scheme, depth),
            rdf_type="rdf:List",
            rdf_first=iris.level(scheme, depth),
            rdf_rest=iris.level_list(scheme, depth + 1) if depth < len(levels) else "rdf:nil",
        )


def _editions(writer: Writer, scheme: str) -> Iterator[ox.Quad]:
    """For each year the codes that budgets of that year print; an edition follows the one of the year before."""
    members: dict[str, list[Concept]] = defaultdict(list)
    for concept in codes.scheme(scheme):
        for one in concept.years:
            members[one].append(concept)
    described = codes.schemes()[scheme]
    for place, one in enumerate(years := sorted(members)):
        yield from writer.about(
            iris.edition(scheme, one),
            rdf_type="ys:Edition",
            skos_prefLabel=texts(f"{described.label_zh}（{one} 年）", f"{described.label_en} ({one})"),
            skos_note=texts("只含已读到的代码，并非官方全本。", "Only codes seen in print; not the official book."),
            ys_fiscalYear=year(int(one)),
            dct_isPartOf=iris.scheme(scheme),
            xkos_follows=iris.edition(scheme, years[place - 1]) if place else None,
            skos_member=[ox.NamedNode(concept.iri) for concept in members[one]],
        )


def _correspondence(writer: Writer) -> Iterator[ox.Quad]:
    name = "economic-correspondence"
    sides = [iris.scheme("economic-department"), iris.scheme("economic-government")]
    pairs = {(row["dept_code"], row["gov_code"]): row for row in codes.correspondence_rows()}
    yield from writer.about(
        iris.scheme(name),
        rdf_type="xkos:Correspondence",
        skos_prefLabel=texts("支出经济分类对应关系", "correspondence of the economic classifications"),
        xkos_compares=[ox.NamedNode(side) for side in sides],
        xkos_madeOf=[ox.NamedNode(iris.association(name, *pair)) for pair in pairs],
    )
    for row in codes.correspondence_rows():
        documents = f"printed on one row in {row['documents']} documents"
        yield from writer.about(
            iris.association(name, row["dept_code"], row["gov_code"]),
            rdf_type="xkos:ConceptAssociation",
            xkos_sourceConcept=iris.code("economic-department", row["dept_code"]),
            xkos_targetConcept=iris.code("economic-government", row["gov_code"]),
            skos_note=en(f"for {row['unit_kind']}; {row['evidence']}; {documents}"),
        )
