"""The state of a disclosure in one word and a few numbers."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from shapes.report import Report

WORDS = {  # the gravest first
    "invalid": ("图不合规范", "breaks its shapes", "#b42318"),
    "contradictions": ("前后矛盾", "contradictions", "#b54708"),
    "unreadable": ("部分未读出", "unreadable parts", "#175cd3"),
    "rounding": ("仅舍入差异", "rounding only", "#3f6212"),
    "clean": ("无差错", "clean", "#087443"),
}


@dataclass(frozen=True, slots=True)
class Summary:
    """How many results of each sort, and how many sums are off by no more than rounding."""

    violations: int
    contradictions: int
    unreadable: int
    remarks: int
    rounded: int

    @property
    def verdict(self) -> str:
        """The gravest of what there is: a key of WORDS."""
        found = (self.violations, self.contradictions, self.unreadable, self.rounded, 1)
        return next(word for word, count in zip(WORDS, found, strict=True) if count)

    @property
    def findings(self) -> int:
        """How many results are about the document or its reading."""
        return self.contradictions + self.unreadable + self.remarks

    @property
    def words(self) -> tuple[str, str]:
        """The verdict in Chinese and English."""
        return WORDS[self.verdict][:2]

    @property
    def colour(self) -> str:
        return WORDS[self.verdict][2]

    def as_dict(self) -> dict[str, str | int]:
        """The verdict and all numbers, for JSON."""
        return {"verdict": self.verdict, **asdict(self)}


def summarize(report: Report) -> Summary:
    """The summary of a report."""
    kinds = [kind_of(result.severity, result.fault) for result in report.results]
    counts = {name: kinds.count(name) for name in ("violations", "contradictions", "unreadable", "remarks")}
    return Summary(**counts, rounded=report.rounded)


def kind_of(severity: str, fault: str) -> str:
    """Which sort of thing a result is."""
    if severity == "Violation":
        return "violations"
    if fault == "extraction":
        return "unreadable"
    return "contradictions" if severity == "Warning" else "remarks"
