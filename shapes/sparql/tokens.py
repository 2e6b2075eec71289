"""The tokens of a query, and the terms that they make."""

from __future__ import annotations

import re

import pyoxigraph as ox

from ontology.namespaces import PREFIXES

TOKEN = re.compile(
    r"""<[^<>"{}|^`\\\s]*> | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*' | [?$]\w+ | [\w-]*:(?:[\w-]+(?:\.[\w-]+)*)?
    | \^\^ | && | \|\| | !=? | [<>]=? | @[\w-]+ | \d+(?:\.\d+)? | \w+ | \#[^\n]* | \S""",
    re.VERBOSE,
)
COMPARISONS = {"=", "!=", "<", ">", "<=", ">="}
XSD = PREFIXES["xsd"]


class Unreadable(ValueError):
    """A query with more in it than is understood here."""


class Tokens:
    """The tokens of a query, and where reading stands."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens, self.at = tokens, 0
        self.prefixes: dict[str, str] = {}

    @property
    def next(self) -> str:
        if self.at >= len(self.tokens):
            raise Unreadable("the query ends early")
        return self.tokens[self.at]

    @property
    def word(self) -> str:
        """The next token in capitals; nothing at the end."""
        return self.tokens[self.at].upper() if self.at < len(self.tokens) else ""

    def take(self, wanted: str = "") -> str:
        token = self.next
        if wanted and token.upper() != wanted:
            raise Unreadable(f"{token} instead of {wanted}")
        self.at += 1
        return token

    def skip(self, *words: str) -> str:
        """The next token, taken, when it is one of these; else nothing."""
        return self.take().upper() if self.word in words and self.word else ""

    def variable(self) -> str:
        token = self.take()
        if token[0] not in "?$" or len(token) < 2:
            raise Unreadable(f"{token} is no variable")
        return f"?{token[1:]}"

    def iri(self, token: str) -> str:
        if token == "a":
            return f"<{PREFIXES['rdf']}type>"
        if token.startswith("<") and len(token) > 1:
            return token
        prefix, colon, local = token.partition(":")
        if not colon or prefix not in self.prefixes:
            raise Unreadable(f"{token} is no IRI")
        return f"<{self.prefixes[prefix]}{local}>"

    def literal(self, token: str) -> str:
        """A literal that begins with a token."""
        if token in {"true", "false"}:
            return f'"{token}"^^<{XSD}boolean>'
        if token[0] in "+-" or token[0].isdigit():
            token += self.take() if token in "+-" else ""
            if not re.fullmatch(r"[+-]?\d+(\.\d+)?", token):
                raise Unreadable(f"{token} is no number")
            return f'"{token}"^^<{XSD}{"decimal" if "." in token else "integer"}>'
        ending = self.take() if self.word.startswith("@") else ""
        if self.skip("^^"):
            ending = f"^^{self.iri(self.take())}"
        (quad,) = ox.parse(f"<a:a> <a:b> {token}{ending} .", format=ox.RdfFormat.TURTLE)
        return str(quad.object)

    def term(self) -> str:
        """A variable, an IRI or a literal."""
        if self.next[0] in "?$":
            return self.variable()
        token = self.take()
        if token in {"[", "(", "_"} or token.startswith("_:"):
            raise Unreadable(f"a term begins with {token}")
        return self.literal(token) if token[0] in "\"'+-0123456789" or token in {"true", "false"} else self.iri(token)
