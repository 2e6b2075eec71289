"""The lines of a document's pages: those of ruled tables, those of tables without drawn cells, and all else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace

from converter.readers.beside import beside
from converter.readers.headlines import joined_titles
from converter.readers.left_out import Filled
from converter.readers.loose import Loose, is_furniture, text_of
from converter.readers.marks import DEFAULT, Box, Page, Tolerances
from converter.readers.page import filled_pages, page_parts
from converter.readers.printed import Printed
from converter.readers.spread import seamed, spread
from converter.readers.unruled import (
    Draft,
    drafts,
    goes_on,
    headed_before,
    is_bare_row,
    is_headless,
)
from converter.readers.unruled_rules import undotted
from converter.readers.unruled_table import Table, laid_out


@dataclass
class Run:
    """Loose lines between ruled tables (or those tables' lines), with the drafts of tables among them."""

    page: int
    sheet: Box
    lines: list[Loose]
    ruled: list[Printed]
    found: list[Draft]


def pages_lines(pages: Iterable[Page], tolerances: Tolerances = DEFAULT) -> Iterator[tuple[Printed, int]]:
    """The lines of all pages in order, each with its page; a table may go on over pages."""
    sheets, seams = spread(list(pages), tolerances)
    parts = filled_pages((part for page in sheets for part in beside(page, tolerances)), tolerances)
    runs = [run for part in parts for run in page_runs(part, tolerances)]
    tables = laid_out_chains(runs, tolerances)
    for run in runs:
        own = [seam for seam in seams if seam.page == run.page]
        yield from ((seamed(line, own), run.page) for line in (*run.ruled, *run_lines(run, tables)))


def page_runs(each: Filled, tolerances: Tolerances) -> list[Run]:
    """The runs of loose lines of a page and the ruled tables between them, in reading order."""
    page = each.page
    found: list[Run] = []
    for _, part in page_parts(each, tolerances):
        if isinstance(part, Loose):
            if not found or found[-1].ruled:
                found.append(Run(page.number, page.sheet, [], [], []))
            found[-1].lines.append(part)
        else:
            found.append(Run(page.number, page.sheet, [], part, []))
    width = max((mark.right for mark in page.glyphs), default=0) - min((mark.left for mark in page.glyphs), default=0)
    level = undotted(page.horizontal)
    for run in found:
        run.lines = joined_titles(run.lines, page.sheet, width)
        run.found = list(drafts(run.lines, level, page.vertical))
    return found


def laid_out_chains(runs: Sequence[Run], tolerances: Tolerances) -> dict[int, tuple[Table, int]]:
    """For each draft (by identity) its table and which of the table's bodies is its own."""
    tables: dict[int, tuple[Table, int]] = {}
    for chain in chains(runs):
        table = laid_out([draft for draft, _ in chain], [run.sheet for _, run in chain], tolerances)
        if table is not None:
            tables |= {id(draft): (table, number) for number, (draft, _) in enumerate(chain)}
    return tables


def chains(runs: Sequence[Run]) -> list[list[tuple[Draft, Run]]]:
    """The drafts, those that go on over pages together."""
    found: list[list[tuple[Draft, Run]]] = []
    before: Run | None = None
    for run in runs:
        for number, draft in enumerate(run.found):
            follows = bool(found) and not number and found[-1][-1][1] is before
            whole = to_the_foot(*found[-1][-1]) if follows else None
            more = next_part([*found[-1][:-1], whole], draft, run) if whole is not None else None
            if whole is not None and more is not None:
                found[-1][-1][1].found[-1] = whole[0]
                found[-1][-1] = whole
                run.found[number] = more
                found[-1].append((more, run))
                continue
            if before is not None and not number and is_headless(draft):
                run.found[0] = draft = headed_before(tail(before), draft, run.lines[: draft.first])
                before.lines = [line for line in before.lines if line not in draft.header]
            found.append([(draft, run)])
        before = run
    return [chain for chain in found if chain[0][0].header]


def to_the_foot(draft: Draft, run: Run) -> tuple[Draft, Run]:
    """A draft with the lines below its last figures that can be rows without figures, and its run."""
    last = draft.last
    while last + 1 < len(run.lines) and is_bare_row(run.lines[last + 1], draft):
        last += 1
    more = tuple(run.lines[draft.last + 1 : last + 1])
    return replace(draft, last=last, body=(*draft.body, *more)), run


def next_part(chain: Sequence[tuple[Draft, Run]], draft: Draft, run: Run) -> Draft | None:
    """The draft if it goes on with a table: nothing stands between but page numbers and what each page repeats."""
    last, before = chain[-1]
    known = {text_of(line) for part, own in chain for line in own.lines[: part.first]}
    feet = {text_of(line) for line in run.lines[draft.last + 1 :]}
    draft = with_rest(draft, run, last, known)
    above = all(is_furniture(line) or text_of(line) in known for line in run.lines[: draft.first])
    below = all(is_furniture(line) or text_of(line) in feet for line in before.lines[last.last + 1 :])
    return goes_on(last, draft) if above and below and draft.page == last.page + 1 else None


def with_rest(draft: Draft, run: Run, last: Draft, known: Set[str]) -> Draft:
    """A draft with the lines above it that can only be the rest of a name from the page before."""
    first = draft.first
    while first and text_of(run.lines[first - 1]) not in known and is_bare_row(run.lines[first - 1], last):
        first -= 1
    return replace(draft, first=first, header=(*run.lines[first : draft.first], *draft.header))


def tail(run: Run) -> list[Loose]:
    """The lines of a run behind its last table."""
    return run.lines[run.found[-1].last + 1 if run.found else 0 :]


def run_lines(run: Run, tables: dict[int, tuple[Table, int]]) -> Iterator[Printed]:
    """The lines of a run, those of its tables as lines of cells."""
    place = 0
    for draft in run.found:
        if id(draft) in tables:
            table, number = tables[id(draft)]
            above = [line.printed for line in run.lines[place : draft.first]]
            cells = [*(table.header if number == 0 else ()), *table.bodies[number]]
            yield from (*cells, *above) if draft.torn else (*above, *cells)
            place = draft.last + 1
    yield from (line.printed for line in run.lines[place:])
