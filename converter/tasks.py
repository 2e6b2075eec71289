"""Reads the tasks of the year where the two columns of their table, name and content, have become lines."""

from __future__ import annotations

from collections.abc import Sequence

from converter.facts import Goal
from converter.performance import words_of
from converter.words import key

HEAD = ("任务名称", "主要内容")
NEARLY = 3


def bare_tasks(lines: Sequence[tuple[tuple[str, ...], int]]) -> list[Goal]:
    """The tasks between 任务名称 and 预算情况; none at all when one of them cannot be told from its content.

    A content that goes on fills its line, so a content ends with the first line that is not full; what follows is the
    name of the next task. A name and a content of one line each stand on one line.
    """
    body = between(lines)
    full = max((len(key(cells[-1])) for cells, _ in body), default=0) - NEARLY
    tasks: list[Goal] = []
    rest = list(body)
    while rest:
        task = next_task(rest, full)
        if task is None:
            return []
        tasks.append(task)
    return tasks


def between(lines: Sequence[tuple[tuple[str, ...], int]]) -> list[tuple[tuple[str, ...], int]]:
    start = next((i for i, (cells, _) in enumerate(lines) if tuple(map(key, cells)) == HEAD), len(lines))
    end = next((i for i, (cells, _) in enumerate(lines) if key(cells[0]).startswith("预算情况")), len(lines))
    return list(lines[start + 1 : end])


def next_task(rest: list[tuple[tuple[str, ...], int]], full: int) -> Goal | None:
    """The task that the first lines make, taken from the list; None when they do not make one."""
    (cells, first) = rest.pop(0)
    name, texts = cells[0], list(cells[1:])
    if len(cells) > 2 or len(key(name)) >= full:
        return None
    while rest and len(rest[0][0]) == 1 and (not texts or len(key(texts[-1])) >= full):
        texts.append(rest.pop(0)[0][0])
    if not texts or (len(texts) > 1 and len(key(texts[0])) < full):
        return None
    return Goal("", words_of(texts), first, name)
