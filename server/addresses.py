"""From IRIs to this server's paths and back, whatever base the data was published under."""

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

from ontology.namespaces import CODE, DEFAULT_BASE, DSD, LINKS, PREFIXES, VOCABULARY_GRAPH

KINDS = ("id", "code", "dsd", "links")
_LINES = re.compile(r"(?:p(?P<page>\d{1,9}))?L(?P<first>\d{1,9})(?:-L(?P<last>\d{1,9}))?")
# What no IRI may hold, and so stands percent-encoded in it; everything else is kept as it is.
_ENCODED = re.compile(r"[^\w\-.~(),:;=@/!$&'*+\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\U00010000-\U000dfffd]")


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of a source document. `page` is None where the document has no pages."""

    version: str
    first: int
    last: int
    page: int | None = None

    @property
    def text(self) -> str:
        """The lines as people write them: 12 or 12-14."""
        return f"{self.first}" if self.first == self.last else f"{self.first}-{self.last}"


@dataclass(frozen=True, slots=True)
class Addresses:
    """The mapping for one base: `{base}id/…` is `/id/…` here; codes and words have fixed IRIs."""

    base: str

    def iri(self, kind: str, rest: str) -> str:
        """The IRI that a path `/{kind}/{rest}` stands for; `rest` is decoded, as the framework gives it."""
        return self._starts[kind] + _ENCODED.sub(lambda match: quote(match[0]), rest)

    def place(self, iri: str) -> tuple[str, str] | None:
        """The kind and decoded rest of the path of an IRI of ours; None for the IRIs of others."""
        for kind, start in self._starts.items():
            if iri.startswith(start) and len(iri) > len(start):
                return kind, unquote(iri[len(start) :])
        return None

    def term(self, iri: str) -> str | None:
        """The local name of a word of the vocabulary (empty for the vocabulary itself), else None."""
        document, _, name = iri.partition("#")
        return name if document == VOCABULARY_GRAPH else None

    def lines(self, iri: str) -> Lines | None:
        """The lines that a provenance IRI `{version}/source#L12-L14` points to, else None."""
        source, _, fragment = iri.partition("#")
        match = _LINES.fullmatch(fragment)
        if not match or not source.startswith(self.base) or not source.endswith("/source"):
            return None
        first = int(match["first"])
        page = int(match["page"]) if match["page"] else None
        return Lines(source.removesuffix("/source"), first, int(match["last"] or first), page)

    @property
    def _starts(self) -> dict[str, str]:
        return {"id": f"{self.base}id/", "code": CODE, "dsd": DSD, "links": LINKS}


def compact(iri: str, base: str) -> str:
    """An IRI as short as people can read it: ys:amount, or without the base of the data or of the project."""
    for prefix, start in PREFIXES.items():
        if re.fullmatch(r"[\w.-]+", iri.removeprefix(start)):
            return f"{prefix}:{iri.removeprefix(start)}"
    for start in (base, DEFAULT_BASE):
        iri = iri.removeprefix(start)
    return iri
