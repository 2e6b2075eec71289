"""The printed figures as Data Cube observations: details, totals and memo lines of each table."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import pyoxigraph as ox

from converter.amounts import rounding
from converter.facts import UNDECIDED, Cell
from converter.graph.document import slugs
from converter.graph.names import Graph, Value, date, decimal, integer, text, year
from converter.graph.observations import Observation, Parts, observations, parts_of
from converter.tables import RawTable
from converter.words import key
from ontology import codes, dsd, iris
from ontology.quads import en, zh

CLASSES = {"detail": "ys:DetailLine", "total": "ys:TotalLine", "memo": "ys:MemoLine"}
ROW_FIRST = ("budgetUnit", "function", "deptEconomic", "govEconomic", "project", "flow", "item")
DAY = re.compile(r"截止(?:时间|日期)[:：]?(\d{4})-(\d{2})-(\d{2})")


def line_quads(graph: Graph) -> Iterator[ox.Quad]:
    """The data sets and observations of every table with decided cells."""
    named = slugs(graph.of.tables)
    parts = parts_of(graph.of)
    by_table: dict[int, list[Cell]] = defaultdict(list)
    for cell in graph.of.cell_facts:
        if cell.resolved_by != UNDECIDED and cell.known and cell.role:
            by_table[cell.table].append(cell)
    for table in graph.of.tables:
        cells = by_table[table.order]
        if cells and (table.kind != "assets" or day_of(table)):
            yield from table_lines(graph, table, named[table.order], cells, parts)


def table_lines(graph: Graph, table: RawTable, slug: str, cells: list[Cell], parts: Parts) -> Iterator[ox.Quad]:
    for role in CLASSES:
        if any(cell.role == role for cell in cells):
            yield from dataset_quads(graph, table, slug, role)
    for line in observations(cells, lambda cell: key_of(graph, table.kind, cell), parts):
        yield from observation_quads(graph, table, slug, line)


def dataset_quads(graph: Graph, table: RawTable, slug: str, role: str) -> Iterator[ox.Quad]:
    concept = codes.scheme("table-kind")[table.kind]
    names = codes.scheme("role")[role]
    yield from graph.about(
        iris.dataset(graph.names.version, slug, role),
        rdf_type="qb:DataSet",
        qb_structure=iris.dsd(table.kind),
        rdfs_label=[zh(f"{table.title}：{names.label_zh}"), en(f"{concept.label_en}: {names.label_en}")],
        ys_disclosure=graph.names.disclosure,
        ys_table=iris.table(graph.names.version, slug),
        ys_tableKind=graph.code("table-kind", table.kind),
        ys_unitMeasure=graph.code("currency", "CNY"),
        ys_publishedUnit=text(table.unit) if table.unit else None,
        ys_lineRole=graph.code("role", role),
    )


def key_of(graph: Graph, kind: str, cell: Cell) -> str:
    """The line's name in IRIs: row values, then column values, without totals."""
    values = {name: value for name, value in cell.values.items() if name in dsd.dimensions(kind) and value != "total"}
    if "budgetUnit" in values:
        values["budgetUnit"] = graph.unit_key(values["budgetUnit"])
    order = sorted(values, key=lambda name: (ROW_FIRST.index(name) if name in ROW_FIRST else len(ROW_FIRST), name))
    return ".".join(key(values[name]) for name in order if values[name]) or "total"


def observation_quads(graph: Graph, table: RawTable, slug: str, line: Observation) -> Iterator[ox.Quad]:
    cell = line.cell
    iri = iris.observation(graph.names.version, slug, line.key)
    for each in line.cells:
        graph.called(each, iri)
    yield from graph.about(
        iri,
        rdf_type=["qb:Observation", CLASSES[cell.role]],
        qb_dataSet=iris.dataset(graph.names.version, slug, cell.role),
        rdfs_label=zh(label_of(cell)),
        ys_amount=decimal(cell.amount_yuan),
        ys_publishedValue=text(cell.published_value),
        ys_rounding=decimal(rounding(cell.published_value, cell.published_unit)),
        ys_resolvedBy=graph.code("resolved-by", cell.resolved_by),
        ys_cellAddress=[text(place) for place in dict.fromkeys(c.address for c in line.cells) if place],
        prov_wasDerivedFrom=list(dict.fromkeys(graph.lines(c.line_start, c.line_end) for c in line.cells)),
        **{f"ys_{name}": dimension(graph, table, line, name) for name in dsd.dimensions(table.kind)},
    )


def dimension(graph: Graph, table: RawTable, line: Observation, name: str) -> Value:
    """The value of one dimension; `total` when the line is over all of them."""
    value = line.cell.values.get(name, "total")
    if name == "department":
        return graph.names.department
    if name == "budgetUnit":
        return graph.unit("" if value == "total" else value)
    if name == "fiscalYear":
        return year(int(line.cell.values.get("fiscalYear", graph.of.identity.year)))
    if name == "budgetPhase":
        return graph.code("phase", line.cell.values.get("budgetPhase", graph.of.identity.phase))
    if name == "occurrence":
        return integer(line.occurrence)
    if name == "asOfDate":
        return date(day_of(table))
    if name == "project" and value != "total":
        return project_value(graph, line.cell)
    note_label(graph, line.cell, name, value)
    return graph.code(codes.list_of(name), value)


def project_value(graph: Graph, cell: Cell) -> str:
    """The project of a cell: by its code, else by the code that another table gives to its name."""
    code = cell.row_code if len(cell.row_code) > 9 else ""
    if not code:
        same = [p for p in graph.of.project_facts if key(p.name) == key(cell.row_label) and p.code]
        exact = [p for p in same if p.amount_yuan == cell.amount_yuan] if len(same) > 1 else same
        code = exact[0].code if exact else ""
    iri = graph.project(code, cell.row_label)
    graph.projects.add(iri)
    return iri


def note_label(graph: Graph, cell: Cell, name: str, value: str) -> None:
    """Keeps the printed name of a code that is not in the list."""
    if name in {"function", "deptEconomic"} and value not in codes.scheme(codes.list_of(name)) and cell.row_label:
        graph.labels.setdefault((codes.list_of(name), value), cell.row_label)


def day_of(table: RawTable) -> str:
    """The day of an assets table as YYYY-MM-DD, or ""."""
    found = DAY.search(key("".join(line.text for line in (*table.head, *table.body))))
    return "-".join(found.groups()) if found else ""


def label_of(cell: Cell) -> str:
    """What a person would call the figure: its row, then its column."""
    row = " ".join(part for part in (cell.row_code, cell.row_label) if part) or "合计"
    return f"{row}：{cell.column_path}" if cell.column_path else row
