"""`YS`: the closed namespace of our vocabulary; a misspelt term raises instead of making a lost triple.

`YS.amount` is an `rdflib.URIRef`, which is a `str`. Each annotation below is one term of `vocabulary/*.ttl`;
a test keeps both the same in both directions.
"""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING

from rdflib import URIRef

from ontology.namespaces import CODE, DEF, DSD, PREFIXES

__all__ = ["CODE", "DEF", "DSD", "PREFIXES", "YS"]


class _Closed(type):
    """Attribute access that knows the annotated terms and no others (type checkers see the annotations)."""

    if not TYPE_CHECKING:

        def __getattr__(cls, name: str) -> URIRef:
            if name not in cls.__annotations__:
                raise AttributeError(_unknown(name, list(cls.__annotations__)))
            term = URIRef(DEF + name)
            setattr(cls, name, term)
            return term

    def __iter__(cls) -> Iterator[URIRef]:
        return (URIRef(DEF + name) for name in cls.__annotations__)

    def __contains__(cls, iri: object) -> bool:
        return isinstance(iri, str) and iri.removeprefix(DEF) in cls.__annotations__ and iri.startswith(DEF)

    def __getitem__(cls, name: str) -> URIRef:
        """The term of a name that is only known when the program runs."""
        try:
            term: URIRef = getattr(cls, name)
        except AttributeError as error:
            raise KeyError(str(error)) from None
        return term


def _unknown(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, n=3)
    hint = f"did you mean {' or '.join(near)}?" if near else "new terms go into terms.py and vocabulary/"
    return f"ys:{name} is not a term of the vocabulary; {hint}"


class YS(metaclass=_Closed):
    """Every class and property of the vocabulary."""

    # documents
    Disclosure: URIRef
    DisclosureVersion: URIRef
    SourceDocument: URIRef
    SourceTable: URIRef
    disclosure: URIRef
    version: URIRef
    currentVersion: URIRef
    sourceDocument: URIRef
    extractorVersion: URIRef
    sha256: URIRef
    fileName: URIRef
    byteSize: URIRef
    lineCount: URIRef
    scope: URIRef
    table: URIRef
    tableKind: URIRef
    order: URIRef
    firstLine: URIRef
    lastLine: URIRef
    declaredEmpty: URIRef
    undecidedCells: URIRef

    # who and where
    Region: URIRef
    Department: URIRef
    BudgetUnit: URIRef
    region: URIRef
    province: URIRef
    regionLevel: URIRef
    departmentType: URIRef
    RegionName: URIRef
    formerName: URIRef
    firstList: URIRef
    lastList: URIRef
    since: URIRef
    until: URIRef
    Edition: URIRef
    cofogDivision: URIRef

    # lines of tables
    BudgetLine: URIRef
    DetailLine: URIRef
    TotalLine: URIRef
    MemoLine: URIRef
    lineRole: URIRef
    publishedUnit: URIRef
    publishedValue: URIRef
    cellAddress: URIRef
    unitMeasure: URIRef
    resolvedBy: URIRef

    # component properties: dimensions, measures
    department: URIRef
    budgetUnit: URIRef
    fiscalYear: URIRef
    budgetPhase: URIRef
    flow: URIRef
    fundSource: URIRef
    fundVintage: URIRef
    function: URIRef
    deptEconomic: URIRef
    govEconomic: URIRef
    expenditureKind: URIRef
    project: URIRef
    item: URIRef
    asOfDate: URIRef
    occurrence: URIRef
    amount: URIRef
    count: URIRef

    # comparisons of lines
    Comparison: URIRef
    change: URIRef
    comparedWith: URIRef
    compares: URIRef
    comparisonKind: URIRef

    # key figures
    KeyFigure: URIRef
    ComputedSum: URIRef
    computedAmount: URIRef
    computedFrom: URIRef
    classCode: URIRef
    timesPrinted: URIRef
    totalRevenue: URIRef
    totalExpenditure: URIRef
    basicExpenditure: URIRef
    projectExpenditure: URIRef
    personnelExpenditure: URIRef
    publicExpenditure: URIRef
    threePublicExpenditure: URIRef
    overseasTrips: URIRef
    officialVehicles: URIRef
    vehiclePurchase: URIRef
    vehicleOperation: URIRef
    officialReception: URIRef
    operatingCost: URIRef

    # projects and performance
    Project: URIRef
    ProjectBudget: URIRef
    PerformanceGoal: URIRef
    IndicatorTarget: URIRef
    SpendingPlanStep: URIRef
    projectBudget: URIRef
    projectType: URIRef
    purpose: URIRef
    TransferDocument: URIRef
    transferDocument: URIRef
    issuerCode: URIRef
    serialNumber: URIRef
    codeRegion: URIRef
    codeYear: URIRef
    transferLevel: URIRef
    isCentralTransfer: URIRef
    indicatorType: URIRef
    levelTwo: URIRef
    comparator: URIRef
    targetValue: URIRef
    targetUnit: URIRef
    basis: URIRef
    dueMonth: URIRef

    # what the prose says, and what is wrong
    StatedFigure: URIRef
    Finding: URIRef
    percent: URIRef
    direction: URIRef
    reason: URIRef
    rule: URIRef
    severity: URIRef
    fault: URIRef
    expected: URIRef
    found: URIRef
    difference: URIRef
    subject: URIRef
    remedy: URIRef

    # what figures say about one another, what reading noted
    ReadingNote: URIRef
    ProcurementItem: URIRef
    sumOf: URIRef
    sumOfDetails: URIRef
    sumOfRows: URIRef
    sumOfColumns: URIRef
    sumOfItems: URIRef
    rounding: URIRef
    repeats: URIRef
    refersTo: URIRef
    basedOn: URIRef
    shareOf: URIRef
    atLeast: URIRef
    printedCells: URIRef
    unitStated: URIRef
    quantity: URIRef
    unitPrice: URIRef
    known: URIRef
    foundAt: URIRef
    expectedAt: URIRef
