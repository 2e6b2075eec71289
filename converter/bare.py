"""Reads tables that have become lines of words: empty cells have vanished and names are wrapped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from converter.amounts import Amount, looks_printed, parse
from converter.columns import Columns, Layout, match_layout
from converter.document import Line
from converter.lexicon import COLUMN_SCHEMES, key_words, look_up, neutral_words, total_words
from converter.sheet import Block, Fields, ReadNote, Row, Sheet
from converter.tables import RawTable
from converter.two_blocks import read_two_blocks
from converter.words import key, tidy

DIGITS = re.compile(r"^\d+$")
COLUMN_NUMBERS = re.compile(r"^(?:栏次\s*)?1(?:\s+\d{1,2})+$")
REST_NAMES = [("rest_code", "rest_label"), ("rest_gov_code", "rest_gov_label")]
LISTED = re.compile(
    r"^(?:\d{17,24}|\d{8}P[0-9A-Z]{12}|\d{3}(?:\d{3})?)(?:\s|$)"
)  # a line of a list of projects or units
PAIRED = {"basic_expenditure_economic", "economic_classification_summary"}
CODED = {
    "revenue_summary", "expenditure_summary", "fiscal_expenditure", "general_public_expenditure",
    "government_fund_expenditure", "state_capital_expenditure", "operating_cost", *PAIRED,
}  # fmt: skip


@dataclass(frozen=True)
class Token:
    """A word of a line; whether it is an amount of the row, and whether it can only begin a row."""

    text: str
    line: int
    amount: bool
    opens: bool = False


def read_bare(table: RawTable) -> Sheet:
    """The rows and, where the header's words are known, the columns of a bare table."""
    header, body = split_header(table.body)
    text = "".join(line.text for line in header)
    layout = match_layout(table.kind, text)
    numbered = "序号" in key(text)
    if layout is not None and layout.left is not None:
        return Sheet(table, read_two_blocks(body, layout, numbered))
    repeats = {key(line.text) for line in header}
    tokens = [
        t for line in body if key(line.text) not in repeats or has_amount(line) for t in tokens_of(line, table.kind)
    ]
    rows = tuple(make_row(table.kind, segment, numbered) for segment in segments(tokens, numbered, layout))
    columns = layout.columns if layout else proved(flat_columns(text), rows)
    unknown = columns is None and any(row.amounts for row in rows)
    notes = (ReadNote("unmapped-header", text[:120], table.first_line, table.last_line),) if unknown else ()
    return Sheet(table, (Block("", columns, rows),), notes)


def has_amount(line: Line) -> bool:
    return any(looks_printed(word) for word in line.text.split())


def split_header(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """Header lines and body lines; the header, wherever a page repeats it, is left out of the body."""
    filled = [line for line in lines if not line.blank]
    size = next((i for i, line in enumerate(filled) if starts_body(line)), len(filled))
    header = filled[:size]
    return header, drop_repeats(header, filled[size:])


def starts_body(line: Line) -> bool:
    plain = line.text.strip()
    if plain.startswith("栏次") or COLUMN_NUMBERS.match(plain) is not None:
        return True
    return has_amount(line) or re.match(r"^(?:\d+\s+)?一、", plain) is not None


def drop_repeats(header: Sequence[Line], body: Sequence[Line]) -> list[Line]:
    """The body without runs of lines that spell the header again, and without column numbers."""
    words = [key(line.text) for line in header]
    out: list[Line] = []
    index = 0
    while index < len(body):
        size = repeat_size([key(line.text) for line in body[index : index + len(words) + 4]], words)
        if size:
            index += size
            continue
        if not (body[index].text.strip().startswith("栏次") or COLUMN_NUMBERS.match(body[index].text.strip())):
            out.append(body[index])
        index += 1
    return out


def repeat_size(lines: Sequence[str], words: Sequence[str]) -> int:
    """How many lines from here repeat the header (at least two of its lines), or 0."""
    if len(words) < 2 or list(lines[: len(words)]) != list(words):
        return 0
    return len(words)


def flat_columns(header: str) -> Columns | None:
    """The columns of an unknown header when its money words stand side by side, without groups."""
    words = [word for word in known_words(key(header)) or () if word not in key_words() and word not in neutral_words()]
    totals = [word for word in words if word in total_words()]
    if not words or len(set(words)) != len(words) or len(totals) > 1 or (totals and words[0] not in totals):
        return None
    return Columns(tuple((word,) for word in words))


def proved(columns: Columns | None, rows: Sequence[Row]) -> Columns | None:
    """The columns of an unknown header if the figures bear them out, else None.

    A row must fill all of at least three columns and add up, and none may have more figures than columns; a single
    column must be a plain 合计 or 金额.
    """
    if columns is None or any(len(row.amounts) > len(columns) for row in rows):
        return None
    if len(columns) == 1:
        word = key(columns.paths[0][0])
        return columns if word in total_words() or word in neutral_words() else None
    full = [row for row in rows if len(row.amounts) == len(columns) >= 3 and any(a.value for a in row.amounts)]
    return columns if columns.identities and any(adds_up(columns, row) for row in full) else None


def adds_up(columns: Columns, row: Row) -> bool:
    """Whether a row that fills every column obeys every identity."""
    half = max(amount.half_place for amount in row.amounts)
    values = [amount.value for amount in row.amounts]
    return all(identity.holds(values, half) for identity in columns.identities)


def known_words(text: str) -> list[str] | None:
    """The header as a sequence of known words, longest first; None when something is left unexplained."""
    words = []
    while text:
        size = next((n for n in range(min(len(text), 24), 0, -1) if is_header_word(text[:n])), 0)
        if not size:
            return None
        words.append(text[:size])
        text = text[size:]
    return words


def is_header_word(word: str) -> bool:
    return (
        word in key_words() or word in neutral_words() or word in total_words() or bool(look_up(word, COLUMN_SCHEMES))
    )


def tokens_of(line: Line, kind: str = "") -> list[Token]:
    """The words of a line; those of the run of amounts at its end are marked (in a project list: the first run)."""
    words = line.text.split()
    size = len(words)
    while size and looks_printed(words[size - 1]):
        size -= 1
    listed = kind == "project_performance" and LISTED.match(line.text.strip()) is not None
    if listed and size == len(words):
        size, end = first_run(words)
        words = words[:end]
    return [Token(word, line.number, index >= size, listed and index == 0) for index, word in enumerate(words)]


def first_run(words: Sequence[str]) -> tuple[int, int]:
    """(start, end) of the first run of two or more amounts behind the first word; the length twice if there is none."""
    for start in range(1, len(words) - 1):
        end = start
        while end < len(words) and looks_printed(words[end]):
            end += 1
        if end - start >= 2:
            return start, end
    return len(words), len(words)


def segments(tokens: Sequence[Token], numbered: bool, layout: Layout | None) -> Iterator[list[Token]]:
    """The tokens of each row: a row ends with its amounts, or where the next row's number stands."""
    current: list[Token] = []
    expected = 1
    sparse = layout is not None and layout.rows == "items"
    for token in tokens:
        if token.text == "0" and current and all(DIGITS.match(t.text) and not t.amount for t in current):
            token = Token(token.text, token.line, amount=False)  # the torn last digit of a code
        done = bool(current) and current[-1].amount and not token.amount
        if numbered and token.text == str(expected) and (not current or done or sparse):
            done, expected = bool(current), expected + 1
        if done or (token.opens and current):
            yield current
            current = []
        current.append(token)
    if current:
        yield current


def make_row(kind: str, tokens: Sequence[Token], numbered: bool) -> Row:
    """A row: its leading words by field, its amounts in order without places."""
    words = [token for token in tokens if not token.amount]
    amounts = tuple(parse_token(token) for token in tokens if token.amount)
    if numbered and words and DIGITS.match(words[0].text):
        words = words[1:]
    fields = coded_fields(words, kind in PAIRED) if kind in CODED else text_fields(words)
    lines = [token.line for token in tokens]
    return Row({name: value for name, value in fields.items() if value}, amounts, None, min(lines), max(lines))


def text_fields(words: Sequence[Token]) -> Fields:
    """All words as one text, and the last word, which may be a cell of its own."""
    text = tidy(" ".join(word.text for word in words))
    return {"text": text, "last_word": words[-1].text if len(words) > 1 else ""}


def parse_token(token: Token) -> Amount:
    amount = parse(token.text, token.line)
    assert amount is not None, token
    return amount


def coded_fields(words: Sequence[Token], paired: bool) -> Fields:
    """Codes and names in turn: the code's parts are joined, the name's lines too; a second pair is the other list's."""
    groups: list[tuple[bool, str]] = []
    for word in words:
        digits = bool(DIGITS.match(word.text))
        if groups and groups[-1][0] == digits:
            groups[-1] = (digits, join(groups[-1][1], word.text, digits))
        else:
            groups.append((digits, word.text))
    fields: Fields = {}
    names = [("code", "label"), ("gov_code", "gov_label")] if paired else [("code", "label")]
    rest, groups = split_rest(groups, len(names))
    for name, text in [*zip_groups(rest, REST_NAMES), *zip_groups(groups, names)]:
        fields[name] = fields.get(name, "") + text
    return fields


def split_rest(groups: list[tuple[bool, str]], pairs: int) -> tuple[list[tuple[bool, str]], list[tuple[bool, str]]]:
    """(rest of the row before, this row): more codes than a row has, or stray digits ahead of a whole code."""
    starts = [index for index, (digits, _) in enumerate(groups) if digits]
    if len(starts) <= pairs:
        return [], groups
    first = starts[-pairs]
    return groups[:first], groups[first:]


def join(left: str, right: str, digits: bool) -> str:
    return left + right if digits else tidy(left + " " + right)


def zip_groups(groups: Sequence[tuple[bool, str]], names: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Each group with its field: digits open a pair, words belong to the pair that is open."""
    pair = -1
    for digits, text in groups:
        if digits and pair + 1 < len(names):
            pair += 1
            yield names[pair][0], text
        else:
            yield names[max(pair, 0)][1], text
