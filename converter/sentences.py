"""The sentences of a document, and whom they are about."""

from __future__ import annotations

import re
from collections.abc import Iterable

from converter.document import Document
from converter.words import key

FULL_LINE = 30  # characters; a line of fewer ends a sentence
SELF = re.compile("我[校院园馆站所局]|本[校院园馆站所]|[我本](?:单位|中心|部门)")


def sentences(document: Document) -> list[str]:
    """The text in sentences."""
    return in_sentences(re.sub(r"\s+", "", line.text) for line in document.lines)


def in_sentences(lines: Iterable[str]) -> list[str]:
    """Lines in sentences; a short line ends one, a long one may have been broken for want of room."""
    return re.split("[。；;]", "".join(line + "。" * (len(line) < FULL_LINE) for line in lines))


def is_about(sentence: str, name: str) -> bool:
    """Whether a sentence names a body, by its name as `key` makes it, or is about the one that speaks (我校)."""
    return name in key(sentence) or SELF.search(sentence) is not None
