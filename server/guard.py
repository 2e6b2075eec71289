"""What is checked about a query before the engine's parser sees it: length, nesting, SERVICE, updates.

The engine's parser is recursive and native: some 6 kB of nested braces end the whole process. SERVICE would
let anyone make this server fetch any address. Both are decided on the text with strings, comments, IRIs and
names masked. What `<…>` is depends on grammar that a tokenizer does not have (an IRI, or two comparisons); a
text that could be read both ways is held to stricter rules, so that no reading of it gets past.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from server.errors import QueryError

FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")
OPENING, CLOSING = "{([", "})]"

_TOKEN = re.compile(
    r"""
      (?P<comment> \#[^\n\r]* )
    | (?P<iri> <[^<>"{}|^`\\\x00-\x20]*> )
    | (?P<string> \"{3}(?:[^"\\]|\\.|"(?!""))*\"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*'{3}
                | "(?:[^"\\\n\r]|\\.)*"             | '(?:[^'\\\n\r]|\\.)*' )
    | (?P<name> [?$]\w+ | @[A-Za-z]+(?:-[A-Za-z0-9]+)* | :[\w-]+ )
    | (?P<escape> \\. )
    """,
    re.VERBOSE | re.DOTALL,
)
# `scheme://` is no beginning of a comparison: an IRI that starts so is an IRI in every reading. Others are
# harmless in either reading as long as they hold no bracket, quote or comment sign.
_PLAIN_IRI = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]*://.*|[^'#()\[\]]*)>", re.DOTALL)
_KEYWORD = re.compile(r"\b([A-Z]+)\b(?!\s*:)", re.IGNORECASE)
_SERVICE = re.compile("service", re.IGNORECASE)
# A query that says at once what it is: there is nothing before its first word but a prologue, read from the start.
_AT_ONCE = re.compile(
    r"(?:\s+|\#[^\n\r]*[\n\r]|PREFIX\s+[\w.-]*:\s*<[^<>\"{}|^`\\\x00-\x20]*>|BASE\s+<[^<>\"{}|^`\\\x00-\x20]*>)*+"
    r"(SELECT|ASK|CONSTRUCT|DESCRIBE)[\s{*?$(<]",
    re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Masked:
    """A query with blanks for what is no syntax. `ambiguous`: some `<…>` may be an IRI or comparisons."""

    text: str
    ambiguous: bool


def query_form(text: str, *, longest: int, deepest: int) -> str:
    """SELECT, ASK, CONSTRUCT or DESCRIBE; QueryError when the query may not go to the engine."""
    if not text.isascii() or len(text) > longest:
        _check_length(text, longest)
    return said_at_once(text, deepest) or looked_for(text, deepest)


def said_at_once(text: str, deepest: int) -> str | None:
    """The form of a query that no reading could find fault with; None where a closer look is needed, which takes long.

    More letters have an upper case in ASCII than the engine's parser knows of.
    """
    if text.count("{") + text.count("(") + text.count("[") > deepest or "SERVICE" in text.upper():
        return None
    at_once = _AT_ONCE.match(text)
    return at_once[1].upper() if at_once else None


def looked_for(text: str, deepest: int) -> str:
    """The form of a query, found by looking at all of it; QueryError as above."""
    masked = mask(text)
    _check_depth(text, masked, deepest)
    _check_service(text, masked)
    return _form(masked.text)


@lru_cache(64)
def mask(text: str) -> Masked:
    """The text with strings, comments, IRIs and names blanked out."""
    iris = (match[0] for match in _TOKEN.finditer(text) if match.lastgroup == "iri") if "<" in text else ()
    return Masked(_TOKEN.sub(" ", text), any(not _PLAIN_IRI.fullmatch(each) for each in iris))


def without_text(text: str) -> str:
    """The query without its comments and strings; IRIs and names stay."""
    return _TOKEN.sub(lambda match: " " if match.lastgroup in ("comment", "string") else match[0], text)


def nesting(text: str) -> int:
    """How deep the brackets of a masked text are nested."""
    depth = deepest = 0
    for character in text:
        if character in OPENING:
            depth += 1
            deepest = max(deepest, depth)
        elif character in CLOSING:
            depth = max(0, depth - 1)
    return deepest


def _check_length(text: str, longest: int) -> None:
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > longest:
        raise QueryError(
            f"the query has {size:,} bytes, and at most {longest:,} are read",
            "make it shorter, or load the dumps into a store of your own",
            status=413,
        )


def _check_depth(text: str, masked: Masked, deepest: int) -> None:
    """Where the reading is in doubt, every opening bracket counts, wherever it stands."""
    depth = sum(map(text.count, OPENING))
    if depth > deepest and not masked.ambiguous:
        depth = nesting(masked.text)
    if depth > deepest:
        raise QueryError(f"the query is nested {depth} deep, more than {deepest}", "make it flatter")


def _check_service(text: str, masked: Masked) -> None:
    """The parser needs no space around SERVICE (`trueSERVICEex:a`), so any word that holds it is refused."""
    if _SERVICE.search(text if masked.ambiguous else masked.text):
        raise QueryError(
            "SERVICE is not allowed here: this endpoint never fetches from others",
            "ask each endpoint by itself, or use a client that federates",
            status=403,
        )


def _form(masked: str) -> str:
    for match in _KEYWORD.finditer(masked):
        word = match[1].upper()
        if word in FORMS:
            return word
        if word in UPDATES:
            raise QueryError(f"{word} is an update; this endpoint is read-only", "send a query", status=403)
    raise QueryError("no SELECT, ASK, CONSTRUCT or DESCRIBE in the query", "send a SPARQL query")
