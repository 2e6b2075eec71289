"""A small made-up release in the form that the converter writes."""

import gzip
import hashlib
import json
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from ontology import iris, publish, skos
from ontology.links import link_quads
from ontology.namespaces import DEFAULT_BASE, PREFIXES

XSD = PREFIXES["xsd"]
SCRIPT = "<script>alert(1)</script> & “引号”"


def node(name: str) -> NamedNode:
    prefix, _, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local if prefix in PREFIXES else name)


def value(thing: Any) -> NamedNode | Literal:
    """A term: Decimal is money, int an integer, `"text@zh"` a text, anything else a name or an IRI."""
    if isinstance(thing, Decimal):
        return Literal(str(thing), datatype=node("xsd:decimal"))
    if isinstance(thing, bool):
        return Literal(thing)
    if isinstance(thing, int):
        return Literal(str(thing), datatype=node("xsd:integer"))
    if isinstance(thing, Literal):
        return thing
    if thing.endswith(("@zh", "@en")):
        return Literal(thing[:-3], language=thing[-2:])
    return node(thing) if ":" in thing else Literal(thing)


class Draft:
    """The graph of one made-up disclosure, put together as the converter would."""

    def __init__(self, base: str, region: str, place: str, scale: int, text: str) -> None:
        self.base, self.region, self.place, self.scale, self.text = base, region, place, scale, text
        self.sha = hashlib.sha256(text.encode()).hexdigest()
        self.iri = iris.disclosure(region, "309", 2025, "budget", base=base)
        self.version = iris.version(self.iri, self.sha)
        self.id = f"{region}-309-2025-budget-{self.sha[:8]}"
        self.department = iris.org(region, "309", base=base)
        self.quads: list[Quad] = []
        self.cells = 0
        self.project = self.cell = ""

    def say(self, subject: str, **properties: Any) -> str:
        for key, things in properties.items():
            name = "rdf:type" if key == "a" else key.replace("_", ":", 1)
            for thing in things if isinstance(things, tuple) else (things,):
                self.quads.append(Quad(node(subject), node(name), value(thing), node(self.version)))
        return subject

    def lines(self, first: int, last: int | None = None) -> str:
        return iris.source_lines(self.version, first, last)

    def yuan(self, wan: str) -> Decimal:
        return Decimal(wan) * 10_000 * self.scale

    @property
    def province(self) -> str:
        return "河南省" if self.region.startswith("41") else "河北省"

    @property
    def title(self) -> str:
        return f"{self.place}医疗保障局2025年部门预算"


def describe_place(d: Draft) -> None:
    region = iris.region(d.region, base=d.base)
    province = iris.region(d.region[:2] + "0000", base=d.base)
    d.say(region, a="ys:Region", rdfs_label=f"{d.place}@zh", dct_identifier=d.region, ys_province=province)
    d.say(
        province,
        a="ys:Region",
        rdfs_label=f"{d.province}@zh",
        dct_identifier=d.region[:2] + "0000",
    )
    d.say(d.department, a="ys:Department", rdfs_label=f"{d.place}医疗保障局@zh", dct_identifier="309", ys_region=region)


def describe_disclosure(d: Draft) -> None:
    totals = {
        "totalRevenue": "1740.73", "totalExpenditure": "1740.73", "basicExpenditure": "129.72",
        "projectExpenditure": "1611.01", "personnelExpenditure": "121.27", "publicExpenditure": "8.45",
        "threePublicExpenditure": "2.00", "officialReception": "2.00", "operatingCost": "8.45",
    }  # fmt: skip
    series = iris.series(d.region, "309", "budget", base=d.base)
    d.say(
        d.iri, a=("ys:Disclosure", "dcat:Dataset"), dct_title=f"{d.title}@zh",
        ys_region=iris.region(d.region, base=d.base), ys_department=d.department,
        ys_province=iris.region(d.region[:2] + "0000", base=d.base),
        ys_departmentType=iris.code("department-type", "healthcare-security"),
        ys_fiscalYear=Literal("2025", datatype=node("xsd:gYear")), ys_budgetPhase=iris.code("phase", "budget"),
        ys_scope=iris.code("scope", "department"), ys_currentVersion=d.version, dcat_inSeries=series,
        **{f"ys_{name}": d.yuan(wan) for name, wan in totals.items()},
    )  # fmt: skip
    d.say(series, a="dcat:DatasetSeries", dct_title=f"{d.place}医疗保障局部门预算@zh")
    d.say(iris.code("department-type", "healthcare-security"), skos_prefLabel="医疗保障局@zh")
    source = iris.source(d.version)
    d.say(d.version, a="ys:DisclosureVersion", ys_disclosure=d.iri, ys_sourceDocument=source)
    d.say(source, a="ys:SourceDocument", ys_fileName="made-up.txt", ys_sha256=d.sha)
    for item, wan in (("expenditure-total", "1740.73"), ("three-public", "2.00")):
        d.say(
            iris.key_figure(d.version, item), a="ys:KeyFigure", ys_disclosure=d.iri, ys_item=iris.code("item", item),
            ys_amount=d.yuan(wan), ys_rounding=Decimal(50), ys_timesPrinted=3,
            prov_wasDerivedFrom=(d.lines(3), d.lines(8, 9)),
        )  # fmt: skip


def describe_table(d: Draft, kind: str, order: int, rows: list[tuple[int, str, dict[str, str], str]]) -> None:
    """A table; each row has its line, its role, its dimension values and the amount in 万元."""
    table = iris.table(d.version, kind)
    d.say(
        table, a="ys:SourceTable", dct_title=f"预算{order:02}表 {kind}@zh", ys_version=d.version, ys_disclosure=d.iri,
        ys_tableKind=iris.code("table-kind", kind), ys_publishedUnit="万元", ys_order=order,
        ys_firstLine=rows[0][0] if rows else 1, ys_lastLine=rows[-1][0] if rows else 1,
        ys_declaredEmpty=not rows, ys_undecidedCells=0 if order > 1 else 2, prov_wasDerivedFrom=d.lines(1, 3),
    )  # fmt: skip
    for role in {role for _, role, _, _ in rows}:
        d.say(
            iris.dataset(d.version, kind, role), a="qb:DataSet", ys_table=table, ys_disclosure=d.iri,
            ys_tableKind=iris.code("table-kind", kind), qb_structure=iris.dsd(kind),
            ys_lineRole=iris.code("role", role),
        )  # fmt: skip
    for line, role, values, wan in rows:
        add_line(d, kind, line, role, values, wan)


def add_line(d: Draft, kind: str, line: int, role: str, values: dict[str, str], wan: str) -> None:
    d.cells += 1
    key = ".".join(each.rpartition("/")[2] for each in values.values())
    d.cell = d.cell or iris.observation(d.version, kind, f"{key}.{line}")
    d.say(
        iris.observation(d.version, kind, f"{key}.{line}"), a=("qb:Observation", f"ys:{role.title()}Line"),
        qb_dataSet=iris.dataset(d.version, kind, role), ys_department=d.department, ys_budgetUnit=d.department,
        ys_fiscalYear=Literal("2025", datatype=node("xsd:gYear")), ys_budgetPhase=iris.code("phase", "budget"),
        ys_amount=d.yuan(wan), ys_publishedValue=f"{Decimal(wan):,}",
        ys_resolvedBy=iris.code("resolved-by", "as-printed"), prov_wasDerivedFrom=d.lines(line),
        **{f"ys_{name}": iri for name, iri in values.items()},
    )  # fmt: skip


def function_rows(d: Draft) -> list[tuple[int, str, dict[str, str], str]]:
    printed = [
        (5, "total", "total", {"total": "1740.73", "wages": "121.27", "goods-services": "8.45", "project": "1611.01"}),
        (6, "detail", "2101501", {"total": "129.72", "wages": "121.27", "goods-services": "8.45"}),
        (7, "detail", "2101301", {"total": "1611.01", "project": "1611.01"}),
    ]
    return [
        (line, "total" if kind == "total" else role,
         {"function": iris.code("function", code), "expenditureKind": iris.code("expenditure-kind", kind)}, wan)
        for line, role, code, columns in printed
        for kind, wan in columns.items()
    ]  # fmt: skip


def describe_tables(d: Draft) -> None:
    for code, label in (("2101501", "行政运行"), ("2101301", "城乡医疗救助")):
        d.say(iris.code("function", code), a="skos:Concept", skos_prefLabel=f"{label}@zh", skos_notation=code)
    for order, kind in enumerate(("expenditure_summary", "general_public_expenditure"), start=1):
        describe_table(d, kind, order, function_rows(d))
    sides = [
        (10, "detail", {"flow": iris.code("flow", flow), "fundSource": iris.code("fund-source", "general-public")}, wan)
        for flow, wan in (("revenue", "1740.73"), ("expenditure", "1740.73"))
    ]
    describe_table(d, "revenue_expenditure_summary", 3, sides)
    economic = [
        (11, "detail", {"deptEconomic": iris.code("economic-department", code)}, wan)
        for code, wan in (("30101", "100.00"), ("30102", "21.27"), ("30201", "8.45"))
    ]
    describe_table(d, "basic_expenditure_economic", 4, economic)
    describe_table(d, "government_fund_expenditure", 5, [])
    public = [
        (12, "total" if item == "three-public" else "detail",
         {"item": iris.code("item", item), "fundSource": iris.code("fund-source", "total")}, "2.00")
        for item in ("three-public", "reception")
    ]  # fmt: skip
    describe_table(d, "three_public", 6, public)


def describe_sums(d: Draft) -> None:
    """The sums of detail lines that a release carries."""
    for code, basic, project in (("2101501", "129.72", "0"), ("2101301", "0", "1611.01")):
        values = {"function": iris.code("function", code)}
        add_sum(d, "general_public_expenditure", values, "function/210", str(Decimal(basic) + Decimal(project)))
    for kind, wan in (("basic", "129.72"), ("project", "1611.01")):
        values = {"function": iris.code("function", "210"), "expenditureKind": iris.code("expenditure-kind", kind)}
        add_sum(d, "expenditure_summary", values, "function/210", wan)
    for code, wan in (("30101", "100.00"), ("30102", "21.27"), ("30201", "8.45")):
        values = {"deptEconomic": iris.code("economic-department", code)}
        add_sum(d, "basic_expenditure_economic", values, f"economic-department/{code[:3]}", wan)


def add_sum(d: Draft, kind: str, values: dict[str, str], top: str, wan: str) -> None:
    d.say(
        iris.computed_sum(d.version, kind, ".".join(each.rpartition("/")[2] for each in values.values())),
        a="ys:ComputedSum", rdfs_label="明细之和@zh", ys_disclosure=d.iri, ys_table=iris.table(d.version, kind),
        ys_tableKind=iris.code("table-kind", kind), ys_budgetPhase=iris.code("phase", "budget"),
        ys_fiscalYear=Literal("2025", datatype=node("xsd:gYear")), ys_classCode=iris.code(*top.split("/")),
        ys_computedAmount=d.yuan(wan), **{f"ys_{name}": iri for name, iri in values.items()},
    )  # fmt: skip


def describe_projects(d: Draft) -> None:
    for number, (name, wan, central) in enumerate(
        [("城乡医疗救助中央财政补助资金", "1500.00", True), (f"信息化 {SCRIPT}", "111.01", False)], start=1
    ):
        project = iris.uncoded_project(d.region, "309", 2025, name, base=d.base)
        budget = iris.project_budget(d.version, str(number))
        d.project = d.project or project
        d.say(project, a="ys:Project", rdfs_label=f"{name}@zh", ys_department=d.department)
        d.say(
            budget, a="ys:ProjectBudget", ys_project=project, ys_disclosure=d.iri, ys_amount=d.yuan(wan),
            ys_publishedValue=wan, ys_projectType=iris.code("expenditure-kind", "specific-target"),
            ys_isCentralTransfer=central, prov_wasDerivedFrom=d.lines(7),
        )  # fmt: skip
        d.say(
            iris.indicator(d.version, str(number)), a="ys:IndicatorTarget", ys_projectBudget=budget,
            ys_disclosure=d.iri, ys_indicatorType=iris.code("indicator-type", "quantity"),
            rdfs_label="救助人次@zh", ys_publishedValue="≥1200人次", prov_wasDerivedFrom=d.lines(8),
        )  # fmt: skip


def describe_findings(d: Draft) -> None:
    d.say(
        iris.finding(d.version, "narrative-vs-table", "1"), a="ys:Finding", ys_disclosure=d.iri,
        ys_rule=iris.rule("narrative-vs-table"), ys_severity="sh:Violation", ys_fault=iris.code("fault", "document"),
        rdfs_comment=(f"正文与表格不同 {SCRIPT}@zh", f"text and table differ {SCRIPT}@en"),
        ys_expected=d.yuan("1740.73"), ys_found=d.yuan("1740.37"), ys_difference=d.yuan("0.36"),
        prov_wasDerivedFrom=(d.lines(3), d.lines(5)),
    )  # fmt: skip
    d.say(
        iris.stated(d.version, "1"), a="ys:StatedFigure", ys_disclosure=d.iri,
        ys_item=iris.code("item", "three-public"),
        ys_amount=d.yuan("0.50"), ys_percent=Decimal("20"), ys_direction=iris.code("direction", "decrease"),
        prov_wasDerivedFrom=d.lines(9),
    )  # fmt: skip


def draft(base: str, region: str, place: str, scale: int) -> Draft:
    text = "\n".join([f"{place}医疗保障局", SCRIPT, *(f"第{n}行 {n * scale}.00" for n in range(3, 13))]) + "\n"
    made = Draft(base, region, place, scale, text)
    parts = (describe_place, describe_disclosure, describe_tables, describe_sums, describe_projects, describe_findings)
    for part in parts:
        part(made)
    return made


@cache
def ontology() -> list[Quad]:
    """Vocabulary, code lists and the links of two regions; all regions and links would take most of the time."""
    places = {node(iris.region(code)) for code in ("410703", "130208")}
    linked = [quad for quad in link_quads() if quad.subject in places or "/code/" in str(quad.subject)]
    return [*publish.vocabulary_quads(), *skos.scheme_quads(), *linked]


def write_release(
    folder: Path,
    base: str = DEFAULT_BASE,
    conforms: bool = True,
    without: tuple[str, ...] = (),
    cut: tuple[str, ...] = (),
) -> Path:
    """A release of two disclosures at `folder`: without some properties, with the lines of some functions cut off."""
    drafts = [draft(base, "410703", "卫滨区", 1), draft(base, "130208", "丰润区", 2)]
    dropped = {node(name) for name in without}
    for each in drafts:
        each.quads = [quad for quad in each.quads if quad.predicate not in dropped]
        lost = {quad.subject for quad in each.quads if quad.object in [node(iris.code("function", one)) for one in cut]}
        each.quads = [quad for quad in each.quads if quad.subject not in lost]
    for name in ("dump", "quality", "source"):
        (folder / name).mkdir(parents=True)
    entries = [write_disclosure(folder, each, conforms) for each in drafts]
    whole = [quad for each in drafts for quad in each.quads]
    write_nquads(folder / "dump/all.nq.gz", whole)
    write_nquads(folder / "dump/ontology.nq.gz", ontology())
    (folder / "cells.csv").write_text("document,amount_yuan\n", "utf-8")
    manifest = {
        "format": 1, "generator": "yusuan 0.1.0", "base": base, "created": "2025-11-21T12:00:00+00:00",
        "conforms": conforms, "disclosures": entries, "rejected": [],
        "files": [entry(folder, path) for path in sorted(folder.rglob("*")) if path.is_file()],
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), "utf-8")
    return folder


def write_disclosure(folder: Path, d: Draft, conforms: bool) -> dict[str, Any]:
    files = {
        "nquads": f"dump/{d.id}.nq.gz", "turtle": f"dump/{d.id}.ttl",
        "report": f"quality/{d.id}.ttl", "text": f"source/{d.id}.txt",
    }  # fmt: skip
    write_nquads(folder / files["nquads"], d.quads)
    triples = [quad.triple for quad in d.quads]
    (folder / files["turtle"]).write_bytes(serialize(triples, format=RdfFormat.TURTLE) or b"")
    (folder / files["report"]).write_text("# conforms\n", "utf-8")
    (folder / files["text"]).write_text(d.text, "utf-8")
    return {
        "id": d.id, "iri": d.iri, "version": d.version, "title": d.title, "region": d.region,
        "region_name": d.place, "province_name": d.province, "department": f"{d.place}医疗保障局",
        "department_code": "309", "year": 2025, "phase": "budget", "triples": len(d.quads), "cells": d.cells,
        "undecided": 2, "findings": {"violation": 1, "warning": 0, "info": 0}, "conforms": conforms,
        "source": {"file": "made-up.txt", "sha256": d.sha, "bytes": len(d.text.encode()), "lines": 12},
        "files": files,
    }  # fmt: skip


def write_nquads(path: Path, quads: list[Quad]) -> None:
    path.write_bytes(gzip.compress(serialize(quads, format=RdfFormat.N_QUADS) or b"", mtime=0))


def entry(folder: Path, path: Path) -> dict[str, Any]:
    types = {".gz": "application/n-quads+gzip", ".ttl": "text/turtle", ".csv": "text/csv", ".txt": "text/plain"}
    return {
        "path": path.relative_to(folder).as_posix(), "bytes": path.stat().st_size,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(), "media_type": types[path.suffix],
    }  # fmt: skip


def edit_manifest(release: Path, change: Callable[[dict[str, Any]], None]) -> None:
    path = release / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    change(manifest)
    path.write_text(json.dumps(manifest), "utf-8")
