"""Reads a SELECT query: the part of SPARQL that the rules are written in. What is not of it raises Unreadable."""

from __future__ import annotations

from shapes.sparql.syntax import (
    AGGREGATES,
    Bind,
    Call,
    Exists,
    Expression,
    Filter,
    Group,
    Optional,
    Part,
    Select,
    Step,
    Term,
    Triple,
    Union,
    Variable,
)
from shapes.sparql.tokens import COMPARISONS, TOKEN, Tokens, Unreadable


def parse(query: str) -> Select:
    """The tree of a query with its prefixes."""
    reader = Reader([token for token in TOKEN.findall(query) if not token.startswith("#")])
    reader.prologue()
    found = reader.select()
    if reader.at < len(reader.tokens):
        raise Unreadable(f"{reader.next} after the query")
    return found


def parsed(query: str) -> Select | None:
    """The tree of a query, or None when it cannot be read."""
    try:
        return parse(query)
    except Unreadable:
        return None


class Expressions(Tokens):
    """Reads expressions, loosest first."""

    def expression(self) -> Expression:
        found = self.conjunction()
        while self.skip("||"):
            found = Call("||", (found, self.conjunction()))
        return found

    def conjunction(self) -> Expression:
        found = self.comparison()
        while self.skip("&&"):
            found = Call("&&", (found, self.comparison()))
        return found

    def comparison(self) -> Expression:
        found = self.sum()
        if self.next in COMPARISONS:
            return Call(self.take(), (found, self.sum()))
        if self.skip("IN"):
            return Call("IN", (found, *self.arguments()))
        if self.word == "NOT":
            self.take()
            self.take("IN")
            return Call("!", (Call("IN", (found, *self.arguments())),))
        return found

    def sum(self) -> Expression:
        found = self.product()
        while self.next in {"+", "-"}:
            found = Call(self.take(), (found, self.product()))
        return found

    def product(self) -> Expression:
        found = self.unary()
        while self.next in {"*", "/"}:
            found = Call(self.take(), (found, self.unary()))
        return found

    def unary(self) -> Expression:
        if self.skip("!"):
            return Call("!", (self.unary(),))
        if self.skip("-"):
            return Call("NEGATE", (self.unary(),))
        return self.primary()

    def primary(self) -> Expression:
        if self.next == "(":
            return self.bracketed()
        if self.next[0] in "?$":
            return Variable(self.variable())
        if self.skip("EXISTS"):
            return Exists(self.group())
        if self.skip("NOT"):
            self.take("EXISTS")
            return Call("!", (Exists(self.group()),))
        if self.next.isidentifier() and self.next not in {"true", "false"}:
            return self.call()
        return Term(self.term())

    def bracketed(self) -> Expression:
        self.take("(")
        found = self.expression()
        self.take(")")
        return found

    def call(self) -> Expression:
        name = self.take().upper()
        return self.aggregate(name) if name in AGGREGATES else Call(name, self.arguments())

    def arguments(self) -> tuple[Expression, ...]:
        self.take("(")
        found = [self.expression()]
        while self.skip(","):
            found.append(self.expression())
        self.take(")")
        return tuple(found)

    def aggregate(self, name: str) -> Expression:
        """An aggregate; that of GROUP_CONCAT has its separator as a second argument."""
        self.take("(")
        if name == "COUNT" and self.skip("*"):
            self.take(")")
            return Call(name, ())
        if self.word == "DISTINCT":
            raise Unreadable("DISTINCT in an aggregate")
        found = [self.expression()]
        if self.skip(";"):
            self.take("SEPARATOR")
            self.take("=")
            found.append(Term(self.term()))
        self.take(")")
        return Call(name, tuple(found))

    def group(self) -> Group:
        raise NotImplementedError


class Reader(Expressions):
    """Reads queries and groups."""

    def prologue(self) -> None:
        while self.skip("PREFIX"):
            name = self.take()
            if not name.endswith(":"):
                raise Unreadable(f"{name} is no prefix")
            self.prefixes[name[:-1]] = self.take()[1:-1]

    def select(self) -> Select:
        self.take("SELECT")
        distinct = bool(self.skip("DISTINCT"))
        items: list[tuple[str, Expression | None]] = []
        while self.word not in {"WHERE", "{"}:
            items.append(self.item())
        self.skip("WHERE")
        group = self.group()
        keys = self.keys() if self.word == "GROUP" else None
        having = []
        while self.skip("HAVING"):
            having.append(self.bracketed())
        if self.word not in {"", "}"}:
            raise Unreadable(f"{self.next} after a group")
        return Select(tuple(items), distinct, group, keys, tuple(having))

    def item(self) -> tuple[str, Expression | None]:
        if self.next != "(":
            return self.variable(), None
        self.take()
        value = self.expression()
        self.take("AS")
        name = self.variable()
        self.take(")")
        return name, value

    def keys(self) -> tuple[str, ...]:
        self.take("GROUP")
        self.take("BY")
        found = []
        while self.at < len(self.tokens) and self.next[0] in "?$":
            found.append(self.variable())
        return tuple(found)

    def group(self) -> Group:
        self.take("{")
        parts: list[Part] = []
        if self.word == "SELECT":
            parts.append(self.select())
        while self.next != "}":
            parts += self.parts()
        self.take("}")
        return Group(tuple(parts))

    def parts(self) -> list[Part]:
        """The next part of a group, or all triples of the next subject."""
        word = self.word
        if word == "{":
            return [self.alternatives()]
        if self.skip("OPTIONAL"):
            return [Optional(self.group())]
        if self.skip("FILTER"):
            return [Filter(self.primary())]
        if self.skip("BIND"):
            name, value = self.back_to_item()
            return [Bind(value, name)]
        if self.skip("."):
            return []
        return list(self.triples())

    def back_to_item(self) -> tuple[str, Expression]:
        name, value = self.item()
        if value is None:
            raise Unreadable("BIND without a value")
        return name, value

    def alternatives(self) -> Union:
        groups = [self.group()]
        while self.skip("UNION"):
            groups.append(self.group())
        return Union(tuple(groups))

    def triples(self) -> list[Triple]:
        """All that is said of one subject."""
        subject, found = self.term(), []
        while True:
            path = self.path()
            found.append(Triple(subject, path, self.term()))
            while self.skip(","):
                found.append(Triple(subject, path, self.term()))
            if not self.skip(";"):
                return found
            while self.skip(";"):
                pass
            if self.next in {".", "}"}:
                return found

    def path(self) -> tuple[tuple[Step, ...], ...]:
        ways = [self.way()]
        while self.skip("|"):
            ways.append(self.way())
        return tuple(ways)

    def way(self) -> tuple[Step, ...]:
        steps = [self.step()]
        while self.skip("/"):
            steps.append(self.step())
        return tuple(steps)

    def step(self) -> Step:
        inverse = bool(self.skip("^"))
        token = self.take()
        if token[0] in "?$":
            raise Unreadable("a predicate is a variable")
        return Step(self.iri(token), inverse, self.skip("*", "+", "?"))
