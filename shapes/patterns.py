"""Which triples a query looks at: read from its text, so that a graph without them need not be asked.

Only triple patterns are read; what a filter compares or a function makes of them does not matter here. A pattern is
`needed` when no row can be without it: it stands in the outermost group, or in a group or a grouped subquery in it,
and in no OPTIONAL, UNION, MINUS, VALUES or (NOT) EXISTS. What is not understood raises Unreadable; who asks then takes
the query to need nothing and to look at everything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ontology.namespaces import PREFIXES

TOKEN = re.compile(
    r"""<[^<>"{}|^`\\\s]*> | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*' | [?$]\w+ | [\w-]*:(?:[\w-]+(?:\.[\w-]+)*)?
    | \^\^ | && | \|\| | !=? | [<>]=? | @[\w-]+ | [+-]?\d+(?:\.\d+)? | \w+ | \#[^\n]* | \S""",
    re.VERBOSE,
)
SKIPPED = {"OPTIONAL", "UNION", "MINUS", "SERVICE", "GRAPH"}
AGGREGATES = {"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"}
BRACKETS = {"(": ")", "{": "}"}


class Unreadable(ValueError):
    """A query that this module does not understand."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """The predicates on the way of one triple pattern, and its object where that is one IRI; terms as N-Triples."""

    predicates: tuple[str, ...]
    value: str
    needed: bool


def read_patterns(query: str) -> tuple[Pattern, ...]:
    """All triple patterns of a SELECT query with its prefixes; Unreadable when there is more in it than we know."""
    tokens = [token for token in TOKEN.findall(query) if not token.startswith("#")]
    reader = Reader(tokens)
    reader.prologue()
    reader.select(needed=True)
    return tuple(reader.found)


def patterns_of(query: str) -> tuple[Pattern, ...] | None:
    """All triple patterns of a query, or None when it cannot be read."""
    try:
        return read_patterns(query)
    except Unreadable:
        return None


class Reader:
    """Goes through the tokens of a query and keeps the patterns."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens, self.at = tokens, 0
        self.prefixes: dict[str, str] = {}
        self.found: list[Pattern] = []

    @property
    def next(self) -> str:
        if self.at >= len(self.tokens):
            raise Unreadable("the query ends early")
        return self.tokens[self.at]

    def take(self, wanted: str = "") -> str:
        token = self.next
        if wanted and token.upper() != wanted:
            raise Unreadable(f"{token} instead of {wanted}")
        self.at += 1
        return token

    def prologue(self) -> None:
        while self.next.upper() == "PREFIX":
            self.take()
            name = self.take().removesuffix(":")
            self.prefixes[name] = self.take()[1:-1]

    def select(self, needed: bool) -> None:
        """A SELECT with its group and what follows; without GROUP BY its aggregates make a row of nothing."""
        self.take("SELECT")
        start, first = self.at, len(self.found)
        while self.next != "{":
            self.skip() if self.next == "(" else self.take()
        named = {token.upper() for token in self.tokens[start : self.at]}
        self.group(needed)
        grouped = [token.upper() for token in self.tokens[self.at : self.at + 1]] == ["GROUP"]
        if not grouped and not named.isdisjoint(AGGREGATES):
            self.release(first)
        while self.at < len(self.tokens) and self.next != "}":
            self.skip(needed=False) if self.next in BRACKETS else self.take()

    def skip(self, needed: bool = False) -> None:
        """What stands in brackets; the groups in it are read, for they may be those of EXISTS."""
        if self.next == "{":
            return self.group(needed)
        end = BRACKETS[self.take()]
        while self.next != end:
            self.skip() if self.next in BRACKETS else self.take()
        self.take()
        return None

    def group(self, needed: bool) -> None:
        """A group graph pattern."""
        self.take("{")
        if self.next.upper() == "SELECT":
            self.select(needed)
        while self.next != "}":
            self.part(needed)
        self.take("}")

    def part(self, needed: bool) -> None:
        """One part of a group."""
        word = self.next.upper()
        if word == "{":
            self.alternatives(needed)
        elif word in SKIPPED:
            while self.take() != "{":
                pass
            self.at -= 1
            self.group(needed=False)
        elif word == "VALUES":
            while self.take() != "}":
                pass
        elif word in {"FILTER", "BIND"}:
            self.take()
            while self.next not in BRACKETS:
                self.take()
            self.skip()
        elif word == ".":
            self.take()
        else:
            self.triples(needed)

    def alternatives(self, needed: bool) -> None:
        """A group, or several with UNION between them, of which none is needed."""
        first = len(self.found)
        self.group(needed)
        if self.next.upper() == "UNION":
            self.release(first)

    def release(self, first: int) -> None:
        """Takes back that the patterns from the first on are needed."""
        self.found[first:] = [Pattern(each.predicates, each.value, False) for each in self.found[first:]]

    def triples(self, needed: bool) -> None:
        """All that is said of one subject."""
        self.term()
        while True:
            predicates, plain, sure = self.path()
            while True:
                value = self.term()
                self.found.append(Pattern(predicates, value if plain else "", needed and sure))
                if self.next != ",":
                    break
                self.take()
            while self.next == ";":
                self.take()
            if self.next in {".", "}"} or self.next.upper() in {"FILTER", "BIND", "VALUES", "{", *SKIPPED}:
                return

    def path(self) -> tuple[tuple[str, ...], bool, bool]:
        """The predicates of a path, whether it is one predicate alone, and whether all of them must be there."""
        names: list[str] = []
        plain = sure = True
        while True:
            if self.next == "^":
                self.take()
                plain = False
            token = self.take()
            if token[0] in "?$":
                raise Unreadable("a predicate is a variable")
            names.append(self.iri(token))
            if self.next in {"*", "+", "?"}:
                plain, sure = False, self.take() == "+" and sure
            if self.next not in {"/", "|"}:
                return tuple(names), plain and len(names) == 1, sure
            sure = self.take() == "/" and sure

    def term(self) -> str:
        """A subject or object: its IRI, or nothing when it is a variable or a literal."""
        token = self.take()
        if token in {"[", "(", "_"}:
            raise Unreadable(f"a term begins with {token}")
        if token[0] in "\"'":
            while self.next.startswith("@") or self.next == "^^":
                if self.take() == "^^":
                    self.take()
            return ""
        return "" if token[0] in "?$+-" or token[0].isdigit() or token in {"true", "false"} else self.iri(token)

    def iri(self, token: str) -> str:
        if token == "a":
            return f"<{PREFIXES['rdf']}type>"
        if token.startswith("<"):
            return token
        prefix, colon, local = token.partition(":")
        if not colon or prefix not in self.prefixes:
            raise Unreadable(f"{token} is no IRI")
        return f"<{self.prefixes[prefix]}{local}>"
