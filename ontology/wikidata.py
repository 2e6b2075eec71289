"""Asks Wikidata which items are the regions, by division code (P442): in batches, slowly, each answer kept.

A link is taken only where one item has the code and one of its Chinese labels is the region's name; the rest is
reported. Nothing else in the project needs this: the links of the files come with it.
"""

import csv
import json
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

from ontology.iris import normal
from ontology.regions import Region, regions
from ontology.tables import rows

ENDPOINT = "https://query.wikidata.org/sparql"
AGENT = "yusuan/0.2 (linked data of Chinese budget disclosures; https://w3id.org/yusuan/)"
BATCH, TRIES, PAUSE, LONGEST_WAIT = 100, 4, 1.0, 120.0
TIMEOUT, MOST_BYTES, KEPT_DAYS = 90, 20_000_000, 30
ITEM = re.compile(r"http://www\.wikidata\.org/entity/(Q[1-9]\d*)")
COLUMNS = ("code", "name", "level", "wikidata_qid", "wikidata_uri", "geonames_id", "geonames_uri", "geonames_match")


class LinkError(Exception):
    """Wikidata could not be asked: what happened and what to do."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(f"{message}; {remedy}")
        self.remedy = remedy
        self.exit_code = 1


@dataclass(frozen=True, slots=True)
class Found:
    """What Wikidata says of one code: its items with their labels and GeoNames identifiers."""

    labels: dict[str, frozenset[str]]
    geonames: dict[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one region: the item taken, or why none was."""

    region: Region
    item: str
    geonames: str
    reason: str


@dataclass(frozen=True)
class Asker:
    """How to ask: where, where answers are kept, and how to wait."""

    endpoint: str = ENDPOINT
    cache: Path | None = None
    pause: float = PAUSE
    wait: Callable[[float], None] = time.sleep

    def ask(self, query: str) -> list[dict[str, str]]:
        """The rows of an answer, kept or new."""
        kept = self.cache and self.cache / f"{sha256((self.endpoint + query).encode()).hexdigest()[:32]}.json"
        if kept and kept.is_file() and time.time() - kept.stat().st_mtime < KEPT_DAYS * 86_400:
            return parse(kept.read_bytes())
        data = self._fetch(query)
        found = parse(data)
        if kept:
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(data)
        self.wait(self.pause)
        return found

    def _fetch(self, query: str) -> bytes:
        """The answer; a server that is busy is asked again after as long as it wants."""
        for attempt in range(TRIES):
            try:
                return self._once(query)
            except HTTPError as error:
                error.close()
                if error.code not in (429, 500, 502, 503, 504) or attempt == TRIES - 1:
                    raise LinkError(
                        f"{self.endpoint} answered {error.code} {error.reason}",
                        "try again later; answers so far are kept",
                    ) from error
                self.wait(min(asked_wait(error, attempt), LONGEST_WAIT))
            except (URLError, TimeoutError, OSError) as error:
                raise LinkError(
                    f"{self.endpoint} cannot be reached ({error})", "check the network and the address"
                ) from error
        raise AssertionError("the last attempt returns or raises")

    def _once(self, query: str) -> bytes:
        request = Request(
            self.endpoint,
            data=urlencode({"query": query}).encode(),
            headers={"Accept": "application/sparql-results+json", "User-Agent": AGENT},
        )
        with urlopen(request, timeout=TIMEOUT) as answer:
            data: bytes = answer.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise LinkError(f"{self.endpoint} sent more than {MOST_BYTES:,} bytes", "name another endpoint")
        return data


def asked_wait(error: HTTPError, attempt: int) -> float:
    """How many seconds a busy server wants us to wait, else twice as long each time."""
    wanted = error.headers.get("Retry-After", "")
    return float(wanted) if wanted.isdigit() else 2.0 ** (attempt + 1)


def parse(data: bytes) -> list[dict[str, str]]:
    """The rows of a SPARQL JSON answer; LinkError when it is none."""
    try:
        bindings = json.loads(data)["results"]["bindings"]
        return [{name: str(cell["value"]) for name, cell in row.items()} for row in bindings]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise LinkError("the answer is no SPARQL result in JSON", "name the address of a SPARQL endpoint") from error


def check_endpoint(address: str) -> str:
    """The address, if it may be asked: https, or http on this machine."""
    parts = urlsplit(address)
    local = parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1", "::1")
    if (parts.scheme == "https" and parts.hostname) or local:
        return address
    raise LinkError(f"{address!r} cannot be asked", f"name an https address, such as {ENDPOINT}")


def link(asker: Asker, progress: Callable[[int], object] = lambda done: None) -> list[Verdict]:
    """The verdict on every region of today."""
    wanted = [region for region in regions() if region.current and region.level != "development-zone"]
    verdicts: list[Verdict] = []
    for batch in batches(wanted):
        found = gather(asker.ask(query_of(batch)))
        verdicts += [judge(region, found.get(region.code)) for region in batch]
        progress(len(batch))
    return verdicts


def batches(wanted: Sequence[Region]) -> Iterator[Sequence[Region]]:
    """The regions, so many at a time."""
    for start in range(0, len(wanted), BATCH):
        yield wanted[start : start + BATCH]


def query_of(batch: Sequence[Region]) -> str:
    """The query for a batch: every way to write a code."""
    text = files("ontology").joinpath("wikidata.rq").read_text(encoding="utf-8")
    return text.replace("$codes", " ".join(f'"{form}"' for region in batch for form in forms(region.code)))


def forms(code: str) -> Iterator[str]:
    """The ways that Wikidata writes a code: 410703, 41 07 03; a prefecture also 4107 and 41 07, a province 41."""
    pairs = [code[start : start + 2] for start in (0, 2, 4)]
    short = pairs[: 1 if code.endswith("0000") else 2 if code.endswith("00") else 3]
    yield from dict.fromkeys((code, " ".join(pairs), "".join(short), " ".join(short)))


def gather(found: Sequence[dict[str, str]]) -> dict[str, Found]:
    """The answer by code in six digits: its items, their labels and GeoNames identifiers."""
    labels: dict[str, dict[str, set[str]]] = {}
    names: dict[str, dict[str, set[str]]] = {}
    for row in found:
        item = ITEM.fullmatch(row.get("item", ""))
        code = re.sub(r"\s+", "", row.get("code", ""))
        if item is None or not re.fullmatch(r"\d{2}(\d{2}){0,2}", code):
            continue
        whole = code.ljust(6, "0")
        labels.setdefault(whole, {}).setdefault(item[1], set()).add(row.get("label", ""))
        if re.fullmatch(r"[1-9]\d*", row.get("geonames", "")):
            names.setdefault(whole, {}).setdefault(item[1], set()).add(row["geonames"])
    return {code: Found(_frozen(labels[code]), _frozen(names.get(code, {}))) for code in labels}


def _frozen(found: dict[str, set[str]]) -> dict[str, frozenset[str]]:
    return {item: frozenset(values) for item, values in found.items()}


def judge(region: Region, found: Found | None) -> Verdict:
    """The verdict on one region: a unique item with an equal label, or the reason why there is none."""
    if found is None:
        return Verdict(region, "", "", "no item has the code")
    if len(found.labels) > 1:
        return Verdict(region, "", "", f"several items have the code: {' '.join(sorted(found.labels))}")
    (item,) = found.labels
    if normal(region.name) not in {normal(label) for label in found.labels[item]}:
        said = "、".join(sorted(filter(None, found.labels[item]))) or "none"
        return Verdict(region, "", "", f"{item} has another Chinese label: {said}")
    geonames = found.geonames.get(item, frozenset())
    return Verdict(region, item, next(iter(geonames)) if len(geonames) == 1 else "", "")


def write_links(verdicts: Sequence[Verdict], goal: Path, today: date) -> tuple[Path, Path]:
    """The new table of links and the list of what was refused, in the folder `goal`; known GeoNames links stay."""
    known = {row["code"]: row for row in rows("codelists", "divisions-links.csv")}
    goal.mkdir(parents=True, exist_ok=True)
    taken = [row_of(verdict, known.get(verdict.region.code, {})) for verdict in verdicts]
    _write(goal / "divisions-links.csv", COLUMNS, [row for row in taken if row["wikidata_uri"] or row["geonames_uri"]])
    refused = [
        {"code": each.region.code, "name": each.region.full_name, "reason": each.reason,
         "before": known.get(each.region.code, {}).get("wikidata_qid", "")}
        for each in verdicts if each.reason
    ]  # fmt: skip
    _write(goal / "divisions-links-refused.csv", ("code", "name", "reason", "before"), refused)
    note = {
        "name": "wikidata",
        "date": today.isoformat(),
        "source_note": f"Wikidata's query service, {today.isoformat()}",
    }
    _write(goal / "linksets.csv", tuple(note), [note])
    return goal / "divisions-links.csv", goal / "divisions-links-refused.csv"


def row_of(verdict: Verdict, known: dict[str, str]) -> dict[str, str]:
    """The links of one region: its item, and GeoNames as known or else as the item has it."""
    region, item = verdict.region, verdict.item
    geonames = {name: known.get(name, "") for name in ("geonames_id", "geonames_uri", "geonames_match")}
    if verdict.geonames and not geonames["geonames_id"]:
        address = f"https://sws.geonames.org/{verdict.geonames}/"
        geonames = {"geonames_id": verdict.geonames, "geonames_uri": address, "geonames_match": "wikidata"}
    return {
        "code": region.code,
        "name": region.name,
        "level": region.level,
        "wikidata_qid": item,
        "wikidata_uri": f"http://www.wikidata.org/entity/{item}" if item else "",
        **geonames,
    }


def _write(path: Path, columns: Sequence[str], found: Sequence[dict[str, str]]) -> None:
    temporary = path.with_suffix(".tmp")
    with temporary.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)
    temporary.replace(path)
