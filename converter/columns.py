"""The columns of a table as a tree of header words, and the identities that the tree implies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, cached_property

from converter import comparison_heads
from converter.amounts import Amount
from converter.families import entries
from converter.lexicon import Meaning, column_word, headers, is_total_word, path_meaning
from converter.words import key
from ontology import codes

Path = tuple[str, ...]
MAX_LEFTOVER = 3
THE_THREE = "three-public"
TOTAL_ITEMS = {"current-year-total", "grand-total"}
PLAIN = "本年预算数"  # a head that says nothing but that amounts of the budget stand below
MEMO = re.compile(r"^其\s*中\s*[:：]?\s*")


@dataclass(frozen=True)
class Identity:
    """The column `total` is the sum of the columns `parts`; with `bound`, it is at least each of them."""

    total: int
    parts: tuple[int, ...]
    bound: bool = False

    def holds(self, values: Sequence[Decimal | None], half: Decimal) -> bool:
        """Whether printed values (None is blank) obey; each number may be off by `half` a place."""
        total = values[self.total] or Decimal(0)
        parts = [values[i] or Decimal(0) for i in self.parts]
        if self.bound:
            return all(abs(part) <= abs(total) + 2 * half for part in parts)
        if values[self.total] is None:
            return all(values[i] is None for i in self.parts)
        if all(values[i] is None for i in self.parts):
            return total == 0
        printed = sum(values[i] is not None for i in self.parts)
        return abs(total - sum(parts)) <= half * (printed + 1)


@dataclass(frozen=True)
class Columns:
    """The money columns of a table (or of one block of it), left to right.

    `listed` says that 其中 before a column only opens the list of a total's parts, `subjects` of which list of economic
    subjects (部门 or 政府) the heads are, `three` that a plain 合计 is that of the three public expenses alone.
    """

    paths: tuple[Path, ...]
    listed: bool = False
    subjects: str = ""
    three: bool = False

    def __len__(self) -> int:
        return len(self.paths)

    @cached_property
    def meanings(self) -> tuple[Meaning, ...]:
        found = [path_meaning(path, self.subjects) for path in self.words]
        return with_all_items(of_all_below(self.words, found), self.three)

    @cached_property
    def comparing(self) -> dict[int, comparison_heads.Kind]:
        """The columns that compare others, and how."""
        return {i: kind for i, path in enumerate(self.words) if (kind := comparison_heads.kind_of(path))}

    @cached_property
    def compared(self) -> tuple[Meaning, ...]:
        """The meanings, those of comparing columns as the meanings of what they compare."""
        paths = [comparison_heads.compared(p) if i in self.comparing else p for i, p in enumerate(self.words)]
        found = [path_meaning(path, self.subjects) if path else Meaning() for path in paths]
        return with_all_items(of_all_below(paths, found), self.three)

    @cached_property
    def words(self) -> tuple[Path, ...]:
        """The paths as they are to be understood."""
        paths = of_this_year(self.paths)
        if not self.listed:
            return paths
        return tuple(tuple(MEMO.sub("", word) or word for word in path) for path in paths)

    def obeyed(self, amounts: Sequence[Amount], places: Sequence[int]) -> bool:
        """Whether amounts at these columns obey every identity of the header."""
        values: list[Decimal | None] = [None] * len(self)
        for amount, column in zip(amounts, places, strict=True):
            values[column] = amount.value
        half = max(amount.half_place for amount in amounts)
        return all(identity.holds(values, half) for identity in self.identities)

    @cached_property
    def identities(self) -> tuple[Identity, ...]:
        """What the header tree says about sums: each 小计 of its siblings, each 其中 within its 小计."""
        return tuple(node_identities(self.words, range(len(self.paths)), 0, self.meanings))

    @cached_property
    def totals(self) -> frozenset[int]:
        """The columns that are sums of others."""
        return frozenset(identity.total for identity in self.identities if not identity.bound)

    @cached_property
    def kind_groups(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """(kind, leaf columns) for kinds such as 人员经费 that have leaves but no column of their own."""
        kinds = codes.scheme("expenditure-kind")
        own = {meaning.values.get("expenditureKind") for meaning in self.meanings}
        leaves = [(i, m.values.get("expenditureKind")) for i, m in enumerate(self.meanings) if self.role(i) == "detail"]
        found = []
        for concept in kinds:
            below = tuple(i for i, kind in leaves if kind and concept.notation in kinds.path(kind))
            if below and concept.notation not in own and concept.notation != "total":
                found.append((concept.notation, below))
        return tuple(found)

    def role(self, index: int) -> str:
        """`memo`, `total` or `detail`."""
        if self.meanings[index].memo:
            return "memo"
        return "total" if index in self.totals | self.alternatives | self.sums else "detail"

    @cached_property
    def sums(self) -> frozenset[int]:
        """Columns named 合计 beside known parts, even if a column that is not understood hides how they add up."""
        named = [i for i, path in enumerate(self.words) if path and is_sum(path, len(path) - 1)]
        return frozenset(i for i in named if any(self.is_beside(other, i) for other in range(len(self.words))))

    def is_beside(self, part: int, total: int) -> bool:
        """Whether a column stands under the same head as a total and can be a part of it."""
        path, whole, meaning = self.words[part], self.words[total], self.meanings[part]
        beside = part != total and len(path) >= len(whole) and path[: len(whole) - 1] == whole[:-1]
        plain = meaning.known and not meaning.memo and part not in self.alternatives
        return beside and plain and not is_sum(path, len(path) - 1) and is_within(meaning, self.meanings[total])

    @cached_property
    def alternatives(self) -> frozenset[int]:
        """Columns of a block that only breaks the grand total down in a second way (合计/一般公共预算)."""
        return frozenset(i for i, path in enumerate(self.words) if len(path) > 1 and is_total_word(path[0]))


def beyond_the_three(items: Iterable[str]) -> bool:
    """Whether there is an item that is no part of the three public expenses (会议费)."""
    scheme = codes.scheme("item")
    return any(THE_THREE not in scheme.path(item) for item in items)


def with_all_items(meanings: Sequence[Meaning], three: bool) -> tuple[Meaning, ...]:
    """The meanings, a 合计 without an item as that of all where others than the three public expenses stand beside.

    With `three` it is that of the three alone, unless these have a sum of their own.
    """
    items = {meaning.values.get("item", "") for meaning in meanings} - {""}
    if not beyond_the_three(items) or not (THE_THREE in items or are_items(meanings)):
        return tuple(meanings)
    whole = {"item": THE_THREE if three and THE_THREE not in items else "total"}
    return tuple(
        replace(m, values={**m.values, **whole}) if m.total and "item" not in m.values else m for m in meanings
    )


def are_items(meanings: Sequence[Meaning]) -> bool:
    """Whether all columns but sums are items, and some of them of the three public expenses."""
    items = [meaning.values.get("item") for meaning in meanings if not meaning.total]
    return all(items) and any(THE_THREE in codes.scheme("item").path(item) for item in items if item)


def of_all_below(paths: Sequence[Path], meanings: Sequence[Meaning]) -> list[Meaning]:
    """The meanings, a sum below a head as that of the item that holds all items beside it.

    A head may name but one of them: 公务用车购置 over 小计, 购置 and 运行维护费 is 公务用车购置及运行费.
    """
    out = list(meanings)
    for i, path in enumerate(paths):
        own = meanings[i].values.get("item", "")
        if len(path) > 1 and own and is_total_word(path[-1]):
            beside = [meanings[j].values.get("item", "") for j, other in enumerate(paths) if other[:-1] == path[:-1]]
            held = holding([item for item in beside if item])
            out[i] = replace(out[i], values={**out[i].values, "item": held}) if own not in held_by(held) else out[i]
    return out


def holding(items: Sequence[str]) -> str:
    """The narrowest item that holds all of some."""
    paths = [codes.scheme("item").path(item) for item in items]
    return [step for step in paths[0] if all(step in path for path in paths)][-1]


def held_by(item: str) -> tuple[str, ...]:
    """An item and all that hold it."""
    return codes.scheme("item").path(item)


def of_this_year(paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """The paths, 当年 at their top as an amount without a year of its own where other columns are of another year."""
    if not any(path and column_word(path[0]).values.get("fiscalYear") for path in paths):
        return paths
    own = headers()["this_year"]
    return tuple((PLAIN, *path[1:]) if path and key(path[0]) in own else path for path in paths)  # type: ignore[operator]


def node_identities(
    paths: Sequence[Path], members: Sequence[int], depth: int, meanings: Sequence[Meaning]
) -> Iterator[Identity]:
    """The identities of the node whose columns are `members`, and of the nodes below it."""
    groups = group_by_word(paths, members, depth)
    sums = [g[0] for _, g in groups if len(g) == 1 and is_sum(paths[g[0]], depth)]
    years = {year for i in members if (year := meanings[i].values.get("fiscalYear"))}
    total = sums[0] if len(sums) == 1 and len(years) < 2 else None  # of two totals, or over years, nothing is known
    parts: list[int] = []
    for word, group in groups:
        if group == [total]:
            continue
        memos = [i for i in group if column_word(word).memo]
        if memos:
            if total is not None:
                yield Identity(total, tuple(memos), bound=True)
            continue
        alternative = depth == 0 and is_total_word(word) and len(group) > 1
        if alternative and total is not None:
            yield Identity(total, tuple(group), bound=True)
        elif not alternative:
            parts += heads(paths, group, depth + 1)
        if len(group) > 1 and not alternative and any(depth + 1 < len(paths[i]) for i in group):
            yield from node_identities(paths, group, depth + 1, meanings)
    if total is not None and parts:
        own = [i for i in parts if not comparison_heads.kind_of(paths[i])]
        within = [i for i in own if is_within(meanings[i], meanings[total])]
        if within and all(meanings[i].known for i in within):
            yield Identity(total, tuple(within))


def is_within(part: Meaning, total: Meaning) -> bool:
    """Whether a column can be part of a total: 会议费 beside 三公经费合计 is none of the three."""
    item = total.values.get("item", "")
    own = part.values.get("item", "")
    return not own or item in {"", own} or item in codes.scheme("item").path(own)


def group_by_word(paths: Sequence[Path], members: Sequence[int], depth: int) -> list[tuple[str, list[int]]]:
    """Runs of neighbours that share their word at this depth."""
    groups: list[tuple[str, list[int]]] = []
    for index in members:
        word = paths[index][depth] if depth < len(paths[index]) else ""
        if groups and groups[-1][0] == word:
            groups[-1][1].append(index)
        else:
            groups.append((word, [index]))
    return groups


def is_sum(path: Path, depth: int) -> bool:
    """Whether a column ends here and is named as a total: 合计, or 本年支出合计 of a final account."""
    if depth != len(path) - 1:
        return False
    meaning = column_word(path[depth])
    return meaning.total or meaning.values.get("item") in TOTAL_ITEMS


def heads(paths: Sequence[Path], group: Sequence[int], depth: int) -> list[int]:
    """The columns that together are a node's value: its own total, else those of its children."""
    if len(group) == 1 or all(depth >= len(paths[i]) for i in group):
        return list(group)
    inner = group_by_word(paths, group, depth)
    total = next((g[0] for _, g in inner if len(g) == 1 and is_sum(paths[g[0]], depth)), None)
    if total is not None:
        return [total]
    plain = [(word, g) for word, g in inner if not column_word(word).memo]
    return [i for _, g in plain for i in heads(paths, g, depth + 1)]


@dataclass(frozen=True)
class Layout:
    """A column tree known beforehand, for text whose header cells have lost their places."""

    id: str
    kinds: tuple[str, ...]
    keys: tuple[str, ...]
    columns: Columns
    left: Columns | None
    rows: str

    def leftover(self, header: str) -> int | None:
        """How many characters of a header these words leave unexplained; None when one is missing."""
        words = [*node_words(self.columns), *(node_words(self.left) if self.left else ()), *self.keys]
        for word in sorted(map(key, words), key=len, reverse=True):
            if word not in header:
                return None
            header = header.replace(word, "\0", 1)
        return len(header.replace("\0", ""))


def node_words(columns: Columns) -> list[str]:
    """The header words of a tree, each node once."""
    nodes = {path[: depth + 1] for path in columns.paths for depth in range(len(path))}
    return [node[-1] for node in nodes]


@cache
def layouts() -> tuple[Layout, ...]:
    """Every layout of converter/layouts/*.toml."""
    return tuple(map(read_layout, entries()))


def read_layout(entry: dict[str, object]) -> Layout:
    """A layout from its TOML table."""
    left = entry.get("left")
    return Layout(
        id=str(entry["id"]),
        kinds=tuple(entry["kinds"]),  # type: ignore[arg-type]
        keys=tuple(entry.get("keys", ())),  # type: ignore[arg-type]
        columns=columns_of(entry["columns"]),  # type: ignore[arg-type]
        left=columns_of(left) if left else None,  # type: ignore[arg-type]
        rows=str(entry.get("rows", "")),
    )


def columns_of(texts: Sequence[str]) -> Columns:
    return Columns(tuple(tuple(text.split("/")) for text in texts))


def match_layout(kind: str, header: str) -> Layout | None:
    """The layout whose words explain the header text best, or None when none does or two do equally."""
    plain = key(header)
    scored = [
        (left, layout) for layout in layouts() if kind in layout.kinds and (left := layout.leftover(plain)) is not None
    ]
    scored = sorted(scored, key=lambda pair: pair[0])
    if not scored or scored[0][0] > MAX_LEFTOVER or (len(scored) > 1 and scored[0][0] == scored[1][0]):
        return None
    return scored[0][1]
