"""Reads one document to the end: a frozen Disclosure with all that it prints."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from converter.bare import read_bare
from converter.cells import cells_of
from converter.comparisons import comparisons_of
from converter.document import Document
from converter.drawn_form import is_drawn_form
from converter.editions import in_edition
from converter.errors import DocumentError
from converter.facts import Cell, Comparison, Finding, Goal, Indicator, Institution, PlanStep, Project, Statement
from converter.governments import refused
from converter.grid import read_grid
from converter.identity import Identity, find_identity
from converter.institutions import read_institutions
from converter.knowledge import Knowledge
from converter.mentions import read_mentions
from converter.performance import is_sheet, read_performance
from converter.placed import PlacedBlock
from converter.placing import place, settle
from converter.projects import join_projects
from converter.prose import Prose, join_prose, prose_lines
from converter.readers import read_document
from converter.repair import repair_by_siblings
from converter.rows import key_blocks
from converter.several import each_disclosure
from converter.sheet import ReadNote, Sheet
from converter.statements import read_statements, told_items
from converter.tables import RawTable, find_tables
from converter.together import LooseError, joined
from converter.units import with_units

if TYPE_CHECKING:
    import pandas as pd
    import pyoxigraph as ox

    from converter.relations.sums import Cut, Sum

CELL_COLUMNS = (
    "document",
    "table_kind",
    "table_title",
    "row_code",
    "row_label",
    "budget_unit",
    "column_path",
    "role",
    "amount_yuan",
    "published_value",
    "published_unit",
    "resolved_by",
    "page",
    "line_start",
    "line_end",
    "address",
)


COMPARISON_COLUMNS = ("document", *(name for name in Comparison.__dataclass_fields__ if name != "table"))
PRINTED_COLUMNS = ("document", "table", "table_kind", "table_title", "line", "page", "column", "text", "address")


@dataclass(frozen=True)
class Disclosure:
    """A disclosure as read; the tuples hold facts, and the properties give them as pandas data frames."""

    document: Document
    identity: Identity
    tables: tuple[RawTable, ...]
    cell_facts: tuple[Cell, ...]
    project_facts: tuple[Project, ...]
    indicator_facts: tuple[Indicator, ...]
    goal_facts: tuple[Goal, ...]
    plan_facts: tuple[PlanStep, ...]
    statement_facts: tuple[Statement, ...]
    institution_facts: tuple[Institution, ...]
    comparison_facts: tuple[Comparison, ...]
    notes: tuple[tuple[int, ReadNote], ...]
    blocks: tuple[PlacedBlock, ...] = ()
    knowledge: Knowledge = field(default_factory=Knowledge)

    @cached_property
    def prose(self) -> Prose:
        """The lines outside tables as one text."""
        return join_prose(prose_lines(self.document, self.tables))

    @cached_property
    def printed(self) -> pd.DataFrame:
        """One row per filled cell of every table, as printed: table, line, column (from 1), text, address."""
        rows = (
            {
                "table": table.order,
                "table_kind": table.kind,
                "table_title": table.title,
                "line": line.number,
                "page": line.page,
                "column": column,
                "text": text.strip(),
                "address": line.places[column - 1] if len(line.places) == line.text.count("\t") + 1 else "",
            }
            for table in self.tables
            for line in (*table.head, *table.body, *table.notes)
            for column, text in enumerate(line.text.split("\t"), start=1)
            if text.strip()
        )
        return frame(rows, self.document.name, PRINTED_COLUMNS)

    @cached_property
    def cells(self) -> pd.DataFrame:
        """One row per printed money cell, with the columns of CELL_COLUMNS; amounts are Decimal in yuan."""
        return frame((asdict(cell) for cell in self.cell_facts), self.document.name, CELL_COLUMNS)

    @cached_property
    def projects(self) -> pd.DataFrame:
        """One row per project: code, name, unit, type, amounts in yuan (whole, by fund, by month), goals, lines."""
        rows = ({**asdict(p), **project_lists(p, self.plan_facts)} for p in self.project_facts)
        return frame(rows, self.document.name, (*columns_of(Project), "plan"))

    @cached_property
    def indicators(self) -> pd.DataFrame:
        """One row per performance target."""
        return frame(map(asdict, self.indicator_facts), self.document.name, columns_of(Indicator))

    @cached_property
    def statements(self) -> pd.DataFrame:
        """One row per figure that the prose states, with its sign, words and lines."""
        rows = ({**asdict(s), "sign": s.sign} for s in self.statement_facts)
        return frame(rows, self.document.name, (*columns_of(Statement), "sign"))

    @cached_property
    def goals(self) -> pd.DataFrame:
        """One row per goal in words, and per task of the department."""
        return frame(map(asdict, self.goal_facts), self.document.name, columns_of(Goal))

    @cached_property
    def comparisons(self) -> pd.DataFrame:
        """One row per figure of a table that compares two others of its row, with what it compares (yuan)."""
        rows = (comparison_row(each) for each in self.comparison_facts)
        return frame(rows, self.document.name, COMPARISON_COLUMNS)

    @cached_property
    def institutions(self) -> pd.DataFrame:
        """One row per unit that the document lists in words."""
        return frame(map(asdict, self.institution_facts), self.document.name, columns_of(Institution))

    @cached_property
    def sums(self) -> tuple[Sum | Cut, ...]:
        """Which printed figures are the sum of which."""
        from converter.relations.sums import find_sums

        return tuple(find_sums(self))

    @cached_property
    def cells_by_subject(self) -> dict[tuple[str, str], list[Cell]]:
        """The cells of each kind of table (under "table") and of each value of a dimension, in order."""
        found: dict[tuple[str, str], list[Cell]] = defaultdict(list)
        for cell in self.cell_facts:
            for subject in (("table", cell.table_kind), *cell.values.items()):
                found[subject].append(cell)
        return dict(found)

    @cached_property
    def fact_quads(self) -> list[ox.Quad]:
        """The graph of the facts under the usual base, without findings: what the rules are held against."""
        from converter.graph import facts

        return facts(self)

    @cached_property
    def finding_facts(self) -> tuple[Finding, ...]:
        """What the rules say of this disclosure."""
        from converter.findings import find_findings

        return find_findings(self)

    @cached_property
    def findings(self) -> pd.DataFrame:
        """One row per finding: rule, severity, fault, messages, expected, found, difference, lines."""
        columns = (
            "document",
            "rule",
            "severity",
            "fault",
            "message_zh",
            "message_en",
            "expected",
            "found",
            "difference",
            "lines",
        )
        rows = ({**asdict(f), "lines": " ".join(show_lines(*pair) for pair in f.lines)} for f in self.finding_facts)
        return frame(rows, self.document.name, columns)


def comparison_row(each: Comparison) -> dict[str, Any]:
    """A comparison with the two amounts in the place of their cells."""
    now, before = (cell and cell.amount_yuan for cell in (each.of, each.against))
    return {**vars(each), "of": now, "against": before}


def columns_of(fact: type) -> tuple[str, ...]:
    return ("document", *fact.__dataclass_fields__)  # type: ignore[attr-defined]


def project_lists(project: Project, steps: Iterable[PlanStep]) -> dict[str, str]:
    """Goals, funds and plan of a project as texts for one cell each: `general-public=900000`, `3=12500 6=25000`."""
    own = [step for step in steps if step.project == project.code]
    return {
        "goals": " | ".join(project.goals),
        "funds": " ".join(f"{fund.replace(' ', '')}={amount:f}" for fund, amount in project.funds),
        "plan": " ".join(f"{step.month}={step.amount_yuan:f}" for step in own),
    }


def show_lines(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"


def frame(rows: Iterable[dict[str, Any]], name: str, columns: tuple[str, ...]) -> pd.DataFrame:
    """A data frame of facts with the document's name in front."""
    import pandas as pd

    return pd.DataFrame([{"document": name, **row} for row in rows], columns=list(columns))


def read(path: str | Path, *more: str | Path) -> Disclosure:
    """The disclosure in the file at `path`, or in several files together, the main one first.

    Of a file that holds the disclosures of several bodies it is the first, which a remark says; `read_each` gives all.
    Raises DocumentError when it is none or cannot be read.
    """
    return understand(*parts(path, *more)[0])


def read_each(path: str | Path, *more: str | Path) -> tuple[Disclosure, ...]:
    """All disclosures in a file, or in several files together: one, but for volumes of several bodies' disclosures.

    Raises DocumentError when one of them is none or cannot be read.
    """
    return tuple(understand(*part) for part in parts(path, *more))


def parts(path: str | Path, *more: str | Path) -> list[tuple[Document, tuple[RawTable, ...]]]:
    """The document of each disclosure in a file, or in several files together, and its tables."""
    document = joined([read_document(Path(each)) for each in (path, *more)])
    tables = find_tables(document)
    documents = each_disclosure(document, tables)
    return [(each, tables if each is document else find_tables(each)) for each in documents]


def understand(document: Document, tables: tuple[RawTable, ...] | None = None) -> Disclosure:
    """The disclosure in a document whose lines are known; raises DocumentError when it is none."""
    tables = with_units(find_tables(document) if tables is None else tables, document)
    if not tables:
        raise LooseError(document.path, *no_tables(document), document, ())
    if problem := refused(tables):
        raise DocumentError(document.path, *problem)
    sheets = [read_sheet(table) for table in tables if is_money_table(table)]
    try:
        identity = find_identity(document, sheets)
    except DocumentError as error:
        raise LooseError(document.path, error.message, error.remedy, document, sheets, tables) from error
    return assemble(document, tables, sheets, identity)


def nobodys(error: LooseError) -> Disclosure:
    """What the tables of a document say that does not tell whose they are: to be looked at, not to be published."""
    sheets = list(error.sheets)
    return assemble(error.document, error.tables, sheets, find_identity(error.document, sheets, partly=True))


def no_tables(document: Document) -> tuple[str, str]:
    """What is wrong with a document without tables, and what to do."""
    unread = "".join(f" ({remark})" for remark in document.remarks)
    return (
        f"no budget table was found in it{unread}",
        "give a 部门预算 disclosure with its tables (their titles end in 表, with 单位：万元 below); tables and"
        " narrative in two files are joined when both are given",
    )


def is_money_table(table: RawTable) -> bool:
    """Whether a table is read by rows and columns; performance sheets are forms and have their own reader."""
    return table.kind != "overall_performance" and not is_sheet(table) and not is_drawn_form(table)


def read_sheet(table: RawTable) -> Sheet:
    return read_bare(table) if table.form == "bare" else read_grid(table)


def located(cells: Sequence[Cell], document: Document) -> Iterator[Cell]:
    """The cells of forms, with page and place; of one value printed several times on a line, each has its own place."""
    alike: Counter[tuple[int, str]] = Counter()
    count = Counter((cell.line_start, cell.published_value) for cell in cells)
    for cell in cells:
        line, name = document.line(cell.line_start), (cell.line_start, cell.published_value)
        places = line.places_of(cell.published_value)
        own = places[alike[name]] if len(places) == count[name] else line.place(cell.published_value)
        alike[name] += 1
        yield replace(cell, page=line.page, address=own)


def assemble(document: Document, tables: tuple[RawTable, ...], sheets: list[Sheet], identity: Identity) -> Disclosure:
    """All facts of a document whose tables and identity are known."""
    org = identity.organisation
    keyed = repair_by_siblings([(sheet, block) for sheet in sheets for block in key_blocks(sheet, org)])
    blocks: list[PlacedBlock] = [place(block, sheet.table, identity.year, identity.phase) for sheet, block in keyed]
    statements = tuple(read_statements(document, tables, identity.year))
    knowledge = Knowledge(told=told_items(statements, identity.year, identity.phase))
    settle(blocks, knowledge)
    performance = read_performance(tables, org)
    cells = [cell for number, block in enumerate(blocks) for cell in cells_of(block, number, document, org)]
    cells = [in_edition(cell, identity.year) for cell in (*cells, *located(performance.cells, document))]
    placed = {cell.place: cell for cell in cells if cell.place}
    comparisons = [c for number, block in enumerate(blocks) for c in comparisons_of(block, number, document, placed)]
    notes = [(sheet.table.order, note) for sheet in sheets for note in sheet.notes]
    notes += [(sheet.table.order, note) for sheet, block in keyed for note in block.notes]
    projects = join_projects(cells, performance)
    mentions = tuple(read_mentions(document, tables, projects))
    return Disclosure(
        document,
        identity,
        tables,
        cell_facts=tuple(sorted(cells, key=lambda cell: (cell.table, cell.line_start))),
        project_facts=projects,
        indicator_facts=tuple(performance.indicators),
        goal_facts=tuple(performance.goals),
        plan_facts=tuple(performance.steps),
        statement_facts=tuple(sorted((*statements, *mentions), key=lambda stated: stated.line_end)),
        institution_facts=tuple(read_institutions(document, tables)),
        comparison_facts=tuple(comparisons),
        notes=tuple(notes + performance.notes),
        blocks=tuple(blocks),
        knowledge=knowledge,
    )
