"""What reading noted, and the rows of procurement tables, as quads."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pyoxigraph as ox

from converter.facts import Note
from converter.graph.document import slugs
from converter.graph.names import Graph, Value, decimal, text
from converter.notes import find_notes
from converter.relations.purchases import find_purchases
from ontology import iris
from ontology.quads import zh


def note_quads(graph: Graph) -> Iterator[ox.Quad]:
    """Every note, with what its rule needs."""
    named = slugs(graph.of.tables)
    for number, note in enumerate(find_notes(graph.of), start=1):
        yield from graph.about(
            graph.fresh(iris.note(graph.names.version, note.rule, note.key or str(number))),
            rdf_type="ys:ReadingNote",
            ys_disclosure=graph.names.disclosure,
            ys_rule=graph.code("rule", note.rule),
            ys_table=iris.table(graph.names.version, named[note.table]) if note.table else None,
            rdf_value=zh(note.seen) if note.seen else None,
            **details(graph, note),
            prov_wasDerivedFrom=[graph.lines(first, last) for first, last in dict.fromkeys(note.lines)],
        )


def details(graph: Graph, note: Note) -> dict[str, Value | list[Value] | None]:
    """What only some notes have."""
    parts = [graph.node(cell) for cell in note.parts]
    return {
        "ys_known": zh(note.known) if note.known else None,
        "dct_identifier": text(note.code) if note.code else None,
        "ys_tableKind": graph.code("table-kind", note.table_kind) if note.table_kind else None,
        "ys_count": None if note.count is None else decimal(Decimal(note.count)),
        "ys_amount": None if note.amount is None else decimal(note.amount),
        "ys_projectBudget": graph.budgets.get(note.project) if note.project else None,
        "ys_subject": graph.node(note.whole) if note.whole else None,
        "ys_sumOf": [ox.NamedNode(part) for part in dict.fromkeys(parts) if part],
    }


def purchase_quads(graph: Graph) -> Iterator[ox.Quad]:
    """The rows of procurement tables that print quantity, unit price and amount."""
    named = slugs(graph.of.tables)
    for each in find_purchases(graph.of):
        yield from graph.about(
            graph.fresh(iris.purchase(graph.names.version, each.label or "item")),
            rdf_type="ys:ProcurementItem",
            ys_disclosure=graph.names.disclosure,
            ys_table=iris.table(graph.names.version, named[each.table]),
            rdfs_label=zh(each.label or "采购"),
            ys_quantity=decimal(each.quantity),
            ys_unitPrice=decimal(each.unit_price),
            ys_amount=decimal(each.amount),
            ys_rounding=decimal(each.rounding),
            prov_wasDerivedFrom=graph.lines(each.line_start, each.line_end),
        )
