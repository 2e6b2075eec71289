"""The only place where IRIs are made: each function returns one IRI as `str`.

Data lives under a base: the argument `base`, else the environment variable YUSUAN_BASE, else
https://w3id.org/yusuan/. The IRIs of words and codes are fixed. Text from outside is made safe by `segment`.
"""

import os
import re
from functools import lru_cache
from hashlib import sha256
from unicodedata import normalize

from ontology.namespaces import CODE, DEFAULT_BASE, DSD, LINKS

BASE_VARIABLE = "YUSUAN_BASE"
ROLE_FOLDERS = {"detail": "details", "total": "totals", "memo": "memos"}

# ASCII that stays as it is in a path segment; the rest of printable ASCII becomes its full-width twin.
_KEPT = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~(),:;=@")
# Code points above ASCII that an IRI may hold (ucschar of RFC 3987, first plane and the others).
_UCSCHAR = re.compile("[\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\U00010000-\U000dfffd]")
_BASE = re.compile(r"https?://[^\s/?#<>\"{}|\\^`]+(/[^\s?#<>\"{}|\\^`]*)?/")


def base(value: str | None = None) -> str:
    """The base of all data IRIs, checked: `value`, else YUSUAN_BASE, else the default."""
    return _checked(value or os.environ.get(BASE_VARIABLE) or DEFAULT_BASE)


@lru_cache(maxsize=16)
def _checked(value: str) -> str:
    if not _BASE.fullmatch(value):
        raise ValueError(
            f"{value!r} cannot be the base of IRIs: expected http(s)://host/path/ that ends with a slash, "
            f"without query or fragment; set {BASE_VARIABLE} or the base option, e.g. {DEFAULT_BASE}"
        )
    return value


def normal(text: str) -> str:
    """The text without white space, each character in one form (full-width brackets become ASCII)."""
    return re.sub(r"\s+", "", normalize("NFKC", text))


@lru_cache(maxsize=65536)
def segment(text: str) -> str:
    """One path segment: Chinese kept, ASCII with a meaning in IRIs (/ # ? % < …) as its full-width twin.

    Other characters that no IRI may hold (control, private use) are percent-encoded. Different normal texts
    give different segments, because `normal` has already turned full-width forms into ASCII.
    """
    name = normal(text)
    if not name:
        raise ValueError("an empty text cannot be part of an IRI; expected a code or a name")
    if not name.strip("."):
        return "．" * len(name)
    return "".join(_safe(character) for character in name)


def _safe(character: str) -> str:
    if character in _KEPT or _UCSCHAR.match(character):
        return character
    if "!" <= character <= "~":
        return chr(ord(character) + 0xFEE0)
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "surrogatepass"))


@lru_cache(maxsize=65536)
def _under(start: str, *parts: str | int) -> str:
    return "/".join([start.rstrip("/"), *(segment(str(part)) for part in parts)])


# who and where


def region(code: str, *, base: str | None = None) -> str:
    """A region, by its GB/T 2260 code: …/id/region/410703."""
    return _data("region", code, base=base)


def region_name(code: str, first: str, *, base: str | None = None) -> str:
    """A name that a region's code had, by the first list with it: …/id/region/410703/name/198012."""
    return _under(region(code, base=base), "name", first)


def org(region: str, code_or_name: str, *, base: str | None = None) -> str:
    """A department or budget unit, by its budget code in a region (or its name): …/id/org/410703/309."""
    return _data("org", region, code_or_name, base=base)


def project(code: str, *, base: str | None = None) -> str:
    """A project with a national project code: …/id/project/{code}."""
    return _data("project", code, base=base)


def uncoded_project(region: str, dept: str, year: str | int, name: str, *, base: str | None = None) -> str:
    """A project known only by name in one budget: …/id/project/{region}/{dept}/{year}/{hash of name}."""
    return _data("project", region, dept, year, _short_hash(name), base=base)


def transfer(document: str, *, base: str | None = None) -> str:
    """The document that announces a transfer, by its number: …/id/transfer/财社(2025)12号."""
    return _data("transfer", re.sub("[〔\\[【]", "(", re.sub("[〕\\]】]", ")", document)), base=base)


# the whole


def catalog(base: str | None = None) -> str:
    """The catalogue of a release, and its graph: {base}catalog."""
    return _base(base) + "catalog"


def whole(base: str | None = None) -> str:
    """All data of a release as one data set: {base}dataset."""
    return _base(base) + "dataset"


def well_known(base: str | None = None) -> str:
    """The document that tells what data is here, where VoID wants it: {base}.well-known/void."""
    return _base(base) + ".well-known/void"


def findings(base: str | None = None) -> str:
    """The graph of what only several disclosures together show: {base}findings."""
    return _base(base) + "findings"


def release_finding(rule: str, key: str, *, base: str | None = None) -> str:
    """A finding about several disclosures: {base}id/finding/{rule}/{key}."""
    return _data("finding", rule, key, base=base)


def endpoint(base: str | None = None) -> str:
    """The SPARQL endpoint: {base}sparql."""
    return _base(base) + "sparql"


def dump(path: str, *, base: str | None = None) -> str:
    """A file of a release, where a server gives it out: {base}dump/{path}."""
    return _under(_base(base) + "dump", *path.split("/"))


# one disclosure


def disclosure(region: str, dept: str, year: str | int, phase: str, *, base: str | None = None) -> str:
    """What a department discloses for a year: …/id/disclosure/410703/309/2025/budget."""
    return _data("disclosure", region, dept, year, phase, base=base)


def series(region: str, dept: str, phase: str, *, base: str | None = None) -> str:
    """The yearly disclosures of a department: …/id/series/410703/309/budget."""
    return _data("series", region, dept, phase, base=base)


def version(disclosure: str, sha: str) -> str:
    """One reading of a disclosure, and its named graph: {disclosure}/v/{first 8 of the source's SHA-256}."""
    return _under(disclosure, "v", sha[:8])


def quality(version: str) -> str:
    """The SHACL report of a version, and its named graph: {version}/quality."""
    return _under(version, "quality")


def source(version: str) -> str:
    """The document that a version was read from: {version}/source."""
    return _under(version, "source")


def source_part(version: str, number: int) -> str:
    """One of the files that a source was joined from: {version}/source/2."""
    return _under(version, "source", number)


def source_lines(version: str, first: int, last: int | None = None, page: int | None = None) -> str:
    """A line or lines of the source: #L12, #L12-L14, and with a page #p3L12, #p3L12-L14."""
    start = f"{source(version)}#{'' if page is None else f'p{page}'}L{first}"
    return start if last is None or last == first else f"{start}-L{last}"


def table(version: str, slug: str) -> str:
    """A table of the document: {version}/table/{kind, or kind-2 … for a repeated kind}."""
    return _under(version, "table", slug)


def dataset(version: str, slug: str, role: str) -> str:
    """The lines of one role of a table: {version}/{slug}/{details|totals|memos}; `role` as code or folder."""
    folder = ROLE_FOLDERS.get(role, role)
    if folder not in ROLE_FOLDERS.values():
        raise ValueError(f"{role!r} is no role of a line; expected one of {', '.join(ROLE_FOLDERS)}")
    return _under(version, slug, folder)


def observation(version: str, slug: str, key: str) -> str:
    """One line of a table, by a key made of its dimension values: {version}/{slug}/o/{key}."""
    return _under(version, slug, "o", key)


def comparison(version: str, slug: str, key: str) -> str:
    """A figure of a table that compares two lines: {version}/{slug}/comparison/{key}."""
    return _under(version, slug, "comparison", key)


def project_budget(version: str, key: str) -> str:
    """The money of a project in one disclosure: {version}/project/{key}."""
    return _under(version, "project", key)


def indicator(version: str, key: str) -> str:
    """A performance indicator with its target: {version}/indicator/{key}."""
    return _under(version, "indicator", key)


def goal(version: str, key: str) -> str:
    """A performance goal in words: {version}/goal/{key}."""
    return _under(version, "goal", key)


def plan_step(version: str, key: str) -> str:
    """A step of a spending plan: {version}/plan/{key}."""
    return _under(version, "plan", key)


def stated(version: str, key: str) -> str:
    """A figure that the prose states: {version}/stated/{key}."""
    return _under(version, "stated", key)


def key_figure(version: str, item: str) -> str:
    """A key figure of the disclosure: {version}/key/{item}."""
    return _under(version, "key", item)


def computed_sum(version: str, slug: str, key: str) -> str:
    """A sum of lines of a table that is worked out here: {version}/{slug}/sum/{key}."""
    return _under(version, slug, "sum", key)


def note(version: str, rule: str, key: str) -> str:
    """Something that reading noted for a rule: {version}/note/{rule}/{key}."""
    return _under(version, "note", rule, key)


def purchase(version: str, key: str) -> str:
    """A row of a procurement table: {version}/purchase/{key}."""
    return _under(version, "purchase", key)


def finding(version: str, rule: str, key: str) -> str:
    """A finding of a rule: {version}/finding/{rule}/{key}."""
    return _under(version, "finding", rule, key)


# words and codes, fixed


def scheme(name: str) -> str:
    """A code list: https://w3id.org/yusuan/code/{scheme}."""
    return _under(CODE, name)


@lru_cache(maxsize=65536)
def code(scheme: str, notation: str) -> str:
    """A code of a list: https://w3id.org/yusuan/code/{scheme}/{notation}."""
    return _under(CODE, scheme, notation)


def level(scheme: str, depth: int) -> str:
    """A level of a classification: …/code/{scheme}/level/1."""
    return _under(CODE, scheme, "level", depth)


def level_list(scheme: str, depth: int) -> str:
    """The node of a classification's list of levels that starts at a depth: …/code/{scheme}/levels/1."""
    return _under(CODE, scheme, "levels", depth)


def association(correspondence: str, source: str, target: str) -> str:
    """One pair of a correspondence between two code lists: …/code/{correspondence}/{source}-{target}."""
    return code(correspondence, f"{source}-{target}")


def edition(scheme: str, year: str | int) -> str:
    """The codes of a list that budgets of a year print: …/code/{scheme}/edition/2026."""
    return _under(CODE, scheme, "edition", year)


def linkset(name: str) -> str:
    """A set of links, and its graph: https://w3id.org/yusuan/links/{name}."""
    return _under(LINKS, name)


def code_parts(iri: str) -> tuple[str, str] | None:
    """Scheme and notation of a code's IRI, or None when it is not the IRI of a code."""
    parts = iri.removeprefix(CODE).split("/")
    return (parts[0], parts[1]) if iri.startswith(CODE) and len(parts) == 2 and all(parts) else None


def dsd(kind: str) -> str:
    """The data structure definition of a table kind: https://w3id.org/yusuan/dsd/{kind}."""
    return _under(DSD, kind)


def rule(name: str) -> str:
    """The rule of a finding, which is a code: https://w3id.org/yusuan/code/rule/{name}."""
    return code("rule", name)


def _data(kind: str, *parts: str | int, base: str | None) -> str:
    return _under(_base(base) + "id", kind, *parts)


def _short_hash(name: str) -> str:
    return sha256(normal(name).encode()).hexdigest()[:8]


_base = base  # the functions above have an argument of the same name
