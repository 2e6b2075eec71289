"""What numbers say that documents print: numbers of transfer documents, and codes of projects.

Both abstain where a text can be read in two ways.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ontology.regions import regions

# 财社〔2024〕125号 in any brackets, and 新财预 2024.296 号.
_NUMBER = re.compile(
    r"(?P<before>[\u4e00-\u9fff]+)\s*"
    r"(?:[〔\[【(（〈<]\s*(?P<bracketed>20\d\d)\s*年?\s*[〕\]】)）〉>]|(?P<dotted>20\d\d)\s*[.．])"
    r"\s*第?\s*(?P<serial>\d{1,4})\s*号"
)
# Who issues: an abbreviated place of up to two characters, 财, and up to three for the office.
_ISSUER = re.compile(r"(?P<place>[\u4e00-\u9fff]{0,2})财[\u4e00-\u9fff]{0,3}")
# Words before a number that are no part of it.
_LEADS = re.compile(
    r"(?:根据|依据|按照|按|据|参照|关于|印发|下达|执行|落实|文件|通知|以及|的|和|及|与|以|见|由|经|年|省|市|县|区|厅|局|部)$"
)
_CODE = re.compile(r"(?P<region>\d{6})(?P<year>\d{2})(?=.{10})[0-9A-Z]+")
_AGE = 15  # a project is at most so many years older than the budget that has it


@dataclass(frozen=True, slots=True)
class Citation:
    """The number of a finance document: who issued it, the year and the running number."""

    issuer: str
    year: int
    serial: int

    @property
    def number(self) -> str:
        """The number in its standard form: 财社〔2024〕125号."""
        return f"{self.issuer}〔{self.year}〕{self.serial}号"

    @property
    def central(self) -> bool:
        """Whether the Ministry of Finance issued it: only its own numbers begin with 财."""
        return self.issuer.startswith("财")


@dataclass(frozen=True, slots=True)
class ProjectCode:
    """What a project code says: the region that entered the project, by code, and the year."""

    region: str
    year: int


def citations(text: str) -> tuple[Citation, ...]:
    """The finance documents whose numbers a text cites, each once, in its order."""
    return tuple(dict.fromkeys(_citations(text)))


def _citations(text: str) -> Iterator[Citation]:
    for found in _NUMBER.finditer(text):
        issuer = _issuer(found["before"])
        if issuer:
            yield Citation(issuer, int(found["bracketed"] or found["dotted"]), int(found["serial"]))


def _issuer(before: str) -> str | None:
    """The issuer that ends a run of characters, or None when there is none or more than one way to cut it off."""
    ways = [before[start:] for start in range(len(before)) if _is_issuer(before[:start], before[start:])]
    return ways[0] if len(ways) == 1 else None


def _is_issuer(lead: str, text: str) -> bool:
    match = _ISSUER.fullmatch(text)
    if match is None or (lead and not _LEADS.search(lead)):
        return False
    place = match["place"]
    return not any(_LEADS.search(lead + place[: end + 1]) for end in range(len(place)))


def project_code(code: str, budget_year: int) -> ProjectCode | None:
    """What a code of 18 or more characters says, or None when it names no region or no year that can be."""
    found = _CODE.fullmatch(code)
    if found is None or regions().by_code(found["region"]) is None:
        return None
    year = 2000 + int(found["year"])
    return ProjectCode(found["region"], year) if budget_year - _AGE <= year <= budget_year + 1 else None
