"""Expressions of a query, each made into a function of a row."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import cast

from shapes.core.data import Data
from shapes.sparql.operators import ONE, TWO, equal, plain_text, worded
from shapes.sparql.scope import Row, Scope
from shapes.sparql.syntax import Call, Exists, Expression, Group, Term, Variable
from shapes.sparql.terms import VALUES, Maybe, truth, value_of
from shapes.sparql.tokens import COMPARISONS, Unreadable

Work = Callable[[Row, Data], Maybe]
Test = Callable[[Row, Data], bool | None]
ExistsMaker = Callable[[Group, Scope], Test]
SIMPLE = re.compile(
    r"""(?: \[ \^? [^][\\&~^-]+ (?: - [^][\\&~^-]+ )* \] | \( (?!\?) | [)|^$.] | [^][\\(){}*+?.^$|] )
    (?: [*+?] (?![*+?{]) )?""",
    re.VERBOSE,
)


class Maker:
    """Makes functions of the expressions at one point of a query."""

    def __init__(self, scope: Scope, exists: ExistsMaker) -> None:
        self.scope, self.exists = scope, exists

    def test(self, expression: Expression) -> Test:
        """Whether an expression is true; None for an error."""
        if isinstance(expression, Exists):
            return self.exists(expression.group, self.scope)
        work = self.work(expression)
        if isinstance(expression, Call) and expression.name in {*COMPARISONS, "!", "&&", "||", "IN", "BOUND", "REGEX"}:
            return cast(Test, work)
        return lambda row, data: truth(work(row, data))

    def work(self, expression: Expression) -> Work:
        """The value of an expression; None for an error and for an unbound variable."""
        if isinstance(expression, Term):
            value = value_of(expression.text)
            return lambda row, data: value
        if isinstance(expression, Variable):
            return self.variable(expression.name)
        if isinstance(expression, Exists):
            return self.exists(expression.group, self.scope)
        if expression.name in SPECIAL:
            return SPECIAL[expression.name](self, *expression.arguments)
        return self.call(expression.name, [self.work(each) for each in expression.arguments])

    def variable(self, name: str) -> Work:
        if name not in self.scope:
            return lambda row, data: None
        index, sure, computed = self.scope[name]
        if computed:
            return lambda row, data: row[index]
        if sure:
            return lambda row, data: VALUES[row[index]]
        return lambda row, data: None if row[index] is None else VALUES[row[index]]

    def call(self, name: str, arguments: list[Work]) -> Work:
        if name in ONE and len(arguments) == 1:
            function, (only,) = ONE[name], arguments
            return lambda row, data: function(only(row, data))
        if name in TWO and len(arguments) == 2:
            apply, (left, right) = TWO[name], arguments
            return lambda row, data: apply(left(row, data), right(row, data))
        raise Unreadable(f"{name} of {len(arguments)} is not known")

    def both(self, one: Expression, other: Expression) -> Work:
        left, right = self.test(one), self.test(other)

        def work(row: Row, data: Data) -> bool | None:
            first = left(row, data)
            if first is False:
                return False
            second = right(row, data)
            return second if first or second is False else None

        return work

    def either(self, one: Expression, other: Expression) -> Work:
        left, right = self.test(one), self.test(other)

        def work(row: Row, data: Data) -> bool | None:
            first = left(row, data)
            if first:
                return True
            second = right(row, data)
            return second if first is False or second else None

        return work

    def negation(self, one: Expression) -> Work:
        test = self.test(one)
        return lambda row, data: None if (found := test(row, data)) is None else not found

    def choice(self, condition: Expression, one: Expression, other: Expression) -> Work:
        test, left, right = self.test(condition), self.work(one), self.work(other)

        def work(row: Row, data: Data) -> Maybe:
            found = test(row, data)
            return None if found is None else left(row, data) if found else right(row, data)

        return work

    def first(self, *each: Expression) -> Work:
        works = [self.work(one) for one in each]
        return lambda row, data: next((v for work in works if (v := work(row, data)) is not None), None)

    def bound(self, name: Expression) -> Work:
        if not isinstance(name, Variable):
            raise Unreadable("BOUND of no variable")
        if name.name not in self.scope:
            return lambda row, data: False
        index = self.scope[name.name].place
        return lambda row, data: row[index] is not None

    def member(self, one: Expression, *others: Expression) -> Work:
        work, works = self.work(one), [self.work(each) for each in others]

        def find(row: Row, data: Data) -> bool | None:
            value = work(row, data)
            found = [equal(value, each(row, data)) for each in works]
            return True if True in found else None if None in found else False

        return find

    def joined(self, *each: Expression) -> Work:
        works = [self.work(one) for one in each]

        def work(row: Row, data: Data) -> Maybe:
            values = [each(row, data) for each in works]
            return None if None in values else "".join(map(plain_text, values))

        return work

    def regex(self, one: Expression, pattern: Expression) -> Work:
        find = re.compile(python_pattern(constant(pattern))).search
        work = self.work(one)

        def test(row: Row, data: Data) -> bool | None:
            value = work(row, data)
            return None if value is None else find(worded(value)) is not None

        return test

    def replaced(self, one: Expression, pattern: Expression, other: Expression) -> Work:
        """REPLACE of a text by another, both without signs of a pattern."""
        old, new, work = constant(pattern), constant(other), self.work(one)
        if not re.fullmatch(r"[\w ]+", old) or "$" in new or "\\" in new:
            raise Unreadable("REPLACE by a pattern")
        return lambda row, data: None if (value := work(row, data)) is None else plain_text(value).replace(old, new)


SPECIAL: dict[str, Callable[..., Work]] = {
    "&&": Maker.both,
    "||": Maker.either,
    "!": Maker.negation,
    "IF": Maker.choice,
    "COALESCE": Maker.first,
    "BOUND": Maker.bound,
    "IN": Maker.member,
    "CONCAT": Maker.joined,
    "REGEX": Maker.regex,
    "REPLACE": Maker.replaced,
}


def constant(expression: Expression) -> str:
    """The text of a constant without a language."""
    value = value_of(expression.text) if isinstance(expression, Term) else None
    if not isinstance(value, str):
        raise Unreadable("a pattern that is no constant text")
    return value


def python_pattern(pattern: str) -> str:
    """A pattern that means the same in Python; Unreadable when there is more in it than sets, groups and repeats."""
    parts = list(SIMPLE.finditer(pattern))
    if "".join(part.group() for part in parts) != pattern:
        raise Unreadable(f"the pattern {pattern}")
    return "".join(r"\Z" if part.group() == "$" else part.group() for part in parts)
