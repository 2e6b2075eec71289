"""The disclosure, its version, source, tables and organisations as quads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import pyoxigraph as ox

from converter.document import Document
from converter.facts import UNDECIDED
from converter.graph.names import Graph, boolean, integer, text, year
from converter.identity import Identity
from converter.performance import is_sheet
from converter.placed import PlacedBlock
from converter.tables import RawTable
from converter.version import VERSION
from ontology import iris
from ontology.quads import zh
from ontology.regions import regions

PHASE_NAMES = {"budget": "预算", "final-account": "决算"}
SCOPE_NAMES = {"department": "部门", "unit": "单位"}


def title_of(identity: Identity) -> str:
    """The disclosure's title: department, year and phase."""
    return f"{identity.organisation.name}{identity.year}年{edition_of(identity)}"


def edition_of(identity: Identity) -> str:
    """部门预算, 单位决算 …"""
    return SCOPE_NAMES[identity.scope] + PHASE_NAMES[identity.phase]


def disclosure_quads(graph: Graph) -> Iterator[ox.Quad]:
    """The disclosure, its series, version and source document."""
    names, identity, document = graph.names, graph.of.identity, graph.of.document
    name, phase = identity.organisation.name, edition_of(identity)
    province = regions().province(identity.region.code)
    yield from graph.about(
        names.disclosure,
        rdf_type=["ys:Disclosure", "dcat:Dataset"],
        dct_title=zh(title_of(identity)),
        ys_region=names.region,
        ys_province=province.iri(names.base) if province else None,
        ys_department=names.department,
        ys_departmentType=graph.code("department-type", identity.department_type) if identity.department_type else None,
        ys_fiscalYear=year(identity.year),
        ys_budgetPhase=graph.code("phase", identity.phase),
        ys_scope=graph.code("scope", identity.scope),
        ys_currentVersion=names.version,
        dcat_inSeries=names.series,
    )
    yield from graph.about(names.series, rdf_type="dcat:DatasetSeries", dct_title=zh(f"{name}{phase}"))
    yield from graph.about(
        names.version,
        rdf_type="ys:DisclosureVersion",
        ys_disclosure=names.disclosure,
        ys_sourceDocument=names.source,
        dcat_version=text(document.sha256[:8]),
        ys_extractorVersion=text(VERSION),
    )
    yield from graph.about(
        names.source,
        rdf_type="ys:SourceDocument",
        ys_sha256=text(document.sha256),
        ys_fileName=text(document.path.name),
        dct_format=text(document.media_type),
        ys_byteSize=integer(document.size),
        ys_lineCount=integer(len(document.lines)),
        dct_hasPart=[ox.NamedNode(iris.source_part(names.version, number)) for number in part_numbers(document)],
    )
    yield from part_quads(graph)


def part_numbers(document: Document) -> range:
    return range(1, len(document.parts) + 1)


def part_quads(graph: Graph) -> Iterator[ox.Quad]:
    """The files that the source was joined from, each with its lines in the whole."""
    document = graph.of.document
    for number, part in enumerate(document.parts, start=1):
        yield from graph.about(
            iris.source_part(graph.names.version, number),
            rdf_type="ys:SourceDocument",
            ys_sha256=text(part.sha256),
            ys_fileName=text(part.file),
            dct_format=text(part.media_type),
            ys_byteSize=integer(part.bytes),
            ys_lineCount=integer(part.last_line - part.first_line + 1),
        )


def slugs(tables: tuple[RawTable, ...]) -> dict[int, str]:
    """Table order → its name in IRIs: the kind, and a number from the second of a kind."""
    seen: Counter[str] = Counter()
    out = {}
    for table in tables:
        seen[table.kind] += 1
        out[table.order] = table.kind if seen[table.kind] == 1 else f"{table.kind}-{seen[table.kind]}"
    return out


def table_names(tables: tuple[RawTable, ...], version: str) -> dict[int, str]:
    """Table order → its IRI."""
    return {order: iris.table(version, slug) for order, slug in slugs(tables).items()}


def table_quads(graph: Graph) -> Iterator[ox.Quad]:
    """Every table of the document, also those that are declared empty."""
    names = graph.names
    open_cells = Counter(cell.table for cell in graph.of.cell_facts if cell.resolved_by == UNDECIDED)
    printed = Counter(cell.table for cell in graph.of.cell_facts)
    counted = numbers_of_things(graph.of.blocks, printed)
    named = slugs(graph.of.tables)
    for table in graph.of.tables:
        silent = is_form(table) or counted[table.order] > 0
        yield from graph.about(
            iris.table(names.version, named[table.order]),
            rdf_type="ys:SourceTable",
            dct_title=zh(table.title),
            ys_tableKind=graph.code("table-kind", table.kind),
            ys_version=names.version,
            ys_disclosure=names.disclosure,
            ys_publishedUnit=text(table.unit) if table.unit else None,
            ys_order=integer(table.order),
            ys_firstLine=integer(table.first_line),
            ys_lastLine=integer(table.last_line),
            ys_declaredEmpty=boolean(table.declared_empty),
            ys_undecidedCells=integer(open_cells[table.order]),
            ys_printedCells=integer(printed[table.order] + counted[table.order]),
            ys_unitStated=None if silent else boolean(bool(table.stated and table.unit)),
            prov_wasDerivedFrom=graph.lines(table.first_line, table.last_line),
        )


def numbers_of_things(blocks: Sequence[PlacedBlock], printed: Counter[int]) -> Counter[int]:
    """How many numbers of things stand in each table that holds no money."""
    found: Counter[int] = Counter()
    for block in blocks:
        if not printed[block.table.order]:
            found[block.table.order] += sum(len(row.keyed.row.amounts) for row in block.rows)
    return found


def is_form(table: RawTable) -> bool:
    """Whether a table is a form about performance, in which units stand beside the figures."""
    return table.kind in {"overall_performance", "project_performance"} or is_sheet(table)


def organisation_quads(graph: Graph) -> list[ox.Quad]:
    """The department and every unit that the graph mentions."""
    names, identity = graph.names, graph.of.identity
    org = identity.organisation
    kind = iris.code("department-type", identity.department_type) if identity.department_type else None
    quads = list(
        graph.about(
            names.department,
            rdf_type=["ys:Department", "org:Organization"],
            rdfs_label=zh(org.name),
            dct_identifier=text(org.code) if org.code else None,
            ys_region=names.region,
            ys_departmentType=kind,
        )
    )
    for code, name in org.units.items():
        if code != org.code:
            graph.unit(code)
            del name
    for iri, (code, name) in sorted(graph.units.items()):
        quads += graph.about(
            iri,
            rdf_type=["ys:BudgetUnit", "org:OrganizationalUnit"],
            rdfs_label=zh(name),
            dct_identifier=text(code) if code else None,
            ys_region=names.region,
            org_unitOf=names.department,
        )
    return quads
