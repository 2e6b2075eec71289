"""Findings: those of a disclosure, all of them to browse, one by itself, and what each rule means."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from flask import Blueprint, Response, abort, render_template, request
from pyoxigraph import Literal, NamedNode, Store

from ontology import codes
from ontology.namespaces import CODE, PREFIXES
from server.browse import Choice, choices, narrowed, page_number
from server.cited import sources
from server.engine import Row, rows
from server.formats import HTML
from server.kept import for_release, kept
from server.labels import Labels, labels, name
from server.language import language
from server.links import href
from server.overview import Listed, overview
from server.queries import bound
from server.results import Cell
from server.site import site
from server.sources import excerpts
from server.terms import by, decimal, text

blueprint = Blueprint("findings", __name__)
SEVERITIES = ("violation", "warning", "info")
USUAL = ("violation", "warning")
_RULE = CODE + "rule/"
_ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Finding:
    """What does not agree: the rule, both sides, and the lines of both."""

    iri: str
    rule: str
    rule_href: str | None
    severity: str
    fault: str
    comment: str
    expected: Decimal | None
    found: Decimal | None
    difference: Decimal | None
    sources: tuple[Cell, ...]
    disclosure: Listed | None = None

    @property
    def href(self) -> str | None:
        """The page of the finding."""
        return href(self.iri)


@dataclass(frozen=True, slots=True)
class RuleFindings:
    """The findings of one rule in one disclosure."""

    rule: str
    severity: str
    definition: str
    findings: tuple[Finding, ...]


Counts = dict[tuple[str, str, str], int]


def findings(store: Store, version: str) -> list[RuleFindings]:
    """The findings of a disclosure by rule, the gravest first."""
    grouped = by(rows(store, bound("findings", version=version, language=Literal(language()))), "finding")
    known = labels(store, [text(group[0][key]) for group in grouped for key in ("rule", "fault")])
    found = [_finding(group, known) for group in grouped]
    by_rule: dict[tuple[int, str], list[Finding]] = {}
    for each in found:
        by_rule.setdefault((SEVERITIES.index(each.severity), each.rule), []).append(each)
    rules = {text(group[0]["finding"]): text(group[0]["rule"]) for group in grouped}
    return [
        RuleFindings(rule, SEVERITIES[order], meaning(rules[group[0].iri])[0], tuple(group))
        for (order, rule), group in sorted(by_rule.items())
    ]


def meaning(rule: str) -> tuple[str, str]:
    """What a rule means and what to do about it, in the language of the request; empty for a rule of others."""
    listed = codes.rules().get(rule.removeprefix(_RULE))
    if listed is None:
        return "", ""
    if language() == "zh":
        return listed.definition_zh, listed.remedy_zh
    return listed.definition_en, listed.remedy_en


@blueprint.route("/findings")
def page() -> Response:
    """The page to browse them; `rule`, `severity`, `province`, `type`, `year` and `q` narrow it."""
    return Response(kept(_page), content_type=HTML.content_type)


@blueprint.route("/rules")
def rules() -> Response:
    """The page that says what each rule means."""
    counted = counts()
    numbers: Counter[str] = Counter()
    for (rule, _, _), number in counted.items():
        numbers[rule] += number
    listed = [(each, numbers[each.iri]) for each in codes.rules()]
    return Response(render_template("rules.html", rules=listed), content_type=HTML.content_type)


def finding_page(iri: str) -> str:
    """The page about one finding: both sides with the lines around them."""
    asked = bound("finding", finding=iri, language=Literal(language()))
    found = rows(site().store, asked)
    if not found:
        abort(404)
    first = found[0]
    known = labels(site().store, [text(first[key]) for key in ("rule", "fault", "table")])
    places = [lines for row in found if (lines := site().addresses.lines(text(row["lines"])))]
    table = text(first["table"])
    return render_template(
        "finding.html",
        iri=iri,
        finding=_finding(found, known),
        meaning=meaning(text(first["rule"])),
        table=(name(known, table, "zh"), href(table)) if table else None,
        excerpts=excerpts(sorted(places, key=lambda each: each.first)),
        queries=[("finding", asked)],
    )


def counts() -> Counts:
    """How many findings there are by rule, severity and disclosure: counted once for each release."""
    return for_release("finding counts", _counted)


def _counted() -> Counts:
    found = site().index.rows("finding-counts")
    return {(row["rule"], _word(row["severity"]), row["disclosure"]): row["number"] for row in found}


def _page() -> str:
    every = overview()
    asked = request.args.get("severity", "")
    severities = (asked,) if asked in SEVERITIES else SEVERITIES if asked == "all" else USUAL
    wanted = {each.entry.iri for each in narrowed(every, request.args)}
    within = {key: number for key, number in counts().items() if key[2] in wanted and key[1] in severities}
    rule = _RULE + request.args["rule"] if request.args.get("rule") else ""
    chosen = {key: number for key, number in within.items() if rule in ("", key[0])}
    number = page_number()
    return render_template(
        "findings.html",
        findings=_listed(chosen, number),
        matching=sum(chosen.values()),
        documents=len({key[2] for key in chosen}),
        number=number,
        more=sum(chosen.values()) > number * _ON_A_PAGE,
        rules=_rule_choices(within),
        meaning=meaning(rule),
        choices={key: choices(every, key) for key in ("province", "type", "year")},
        chosen={key: request.args.get(key, "") for key in ("q", "rule", "severity", "province", "type", "year")},
    )


def _listed(chosen: Counts, number: int) -> list[Finding]:
    """One page of findings, the gravest first; the counts say which rules of which documents are on it."""
    skipped = (number - 1) * _ON_A_PAGE
    window: list[tuple[str, str, str]] = []
    for key in sorted(chosen, key=lambda each: (SEVERITIES.index(each[1]), each[0], each[2])):
        if not window and chosen[key] <= skipped:
            skipped -= chosen[key]
        elif sum(chosen[each] for each in window) < skipped + _ON_A_PAGE:
            window.append(key)
    return _of(window)[skipped : skipped + _ON_A_PAGE]


def _of(window: list[tuple[str, str, str]]) -> list[Finding]:
    """The findings of some rules, severities and disclosures, in that order."""
    rules, severities, disclosures = (sorted({key[part] for key in window}) for part in range(3))
    asked = bound(
        "findings_page",
        severities=[NamedNode(PREFIXES["sh"] + each.title()) for each in severities],
        rules=map(NamedNode, rules),
        disclosures=map(NamedNode, disclosures),
        language=Literal(language()),
    )
    place = {key: order for order, key in enumerate(window)}
    found = [row for row in rows(site().store, asked) if _key(row) in place]
    found.sort(key=lambda row: (place[_key(row)], text(row["finding"])))
    known = labels(site().store, [text(row[key]) for row in found for key in ("rule", "fault")])
    return [_finding(group, known) for group in by(found, "finding")]


def _rule_choices(within: Counts) -> list[Choice]:
    numbers: Counter[str] = Counter()
    for (rule, _, _), number in within.items():
        numbers[rule] += number
    known = labels(site().store, numbers)
    ordered = numbers.most_common()
    return [Choice(rule.removeprefix(_RULE), name(known, rule, language()), number) for rule, number in ordered]


def _key(row: Row) -> tuple[str, str, str]:
    return text(row["rule"]), _severity(row), text(row["disclosure"])


def _severity(row: Row) -> str:
    return _word(text(row["severity"]))


def _word(severity: str) -> str:
    word = severity.rpartition("#")[2].lower()
    return word if word in SEVERITIES else SEVERITIES[-1]


def _finding(group: list[Row], known: Labels) -> Finding:
    first = group[0]
    return Finding(
        iri=text(first["finding"]),
        rule=name(known, text(first["rule"]), language()),
        rule_href=href(text(first["rule"])),
        severity=_severity(first),
        fault=name(known, text(first["fault"]), language()) if first["fault"] else "",
        comment=text(first["comment"]),
        expected=decimal(first["expected"]),
        found=decimal(first["found"]),
        difference=decimal(first["difference"]),
        sources=sources(group) if "lines" in first else (),
        disclosure=overview().by_iri.get(text(first.get("disclosure"))),
    )
