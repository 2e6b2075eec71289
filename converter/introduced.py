"""The name of a body as the sentence gives it that introduces it (某市林业局是市政府工作部门，某馆内设5个科室)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from converter.document import Document
from converter.furniture import own_words
from converter.identity_words import words
from converter.sentences import in_sentences

LINES = 250  # within them the overview begins, behind the contents
ORDINAL = re.compile(r"^(?:第[一二三四五六七八九十]+部分|[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．:：]+|[:：])+")
HEADING = re.compile(r"^[^，。；：]{2,8}[。:：]")  # 机构设置。重庆市涪陵区信访办公室是…
GROUND = re.compile(r"^(?:根据|按照|依据)[^，,]*《[^》]*》[^，,]*[，,]")  # 根据《…》的通知，某局是…
ASIDE = re.compile(r"[(（](?:以下)?简称[^()（）]*[)）]")
# 某县教育局是我校的主管部门: the sentence introduces the body above
OTHER = re.compile(
    r"我[们校院园馆站所局单]|本(?:单位|部门|中心|[校院园馆站所局])|(?:主管|上级|举办|业务指导)(?:部门|单位)"
)
REACH, NEAR = 60, 12


@cache
def introduction() -> re.Pattern[str]:
    """What follows the name of a body in a sentence that says what it is, where it is, or what it is made of."""
    return re.compile("|".join(map(re.escape, words()["introduces"])))


def introduced(document: Document) -> Iterator[list[str]]:
    """For each beginning of a sentence the words before those that may introduce a body, shortest first."""
    for sentence in overview(document):
        plain = ASIDE.sub("", sentence)
        for text in (plain, HEADING.sub("", plain, count=1), GROUND.sub("", ORDINAL.sub("", plain))):
            start = ORDINAL.sub("", text)[:REACH]
            found = introduction().finditer(start)
            yield [start[: at.start()] for at in found if not OTHER.search(start[at.start() : at.end() + NEAR])]


def overview(document: Document) -> list[str]:
    """The sentences of the first lines outside tables."""
    return in_sentences(own_words(line.text) for line in document.lines[:LINES] if "\t" not in line.text)
