"""Records are the same after they were written as JSON and read again; what is damaged is none."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from converter.across import Named
from converter.one import Rejected, Summary, from_record, to_record
from converter.records import plain, record_of
from converter.statistics import Counts
from converter.together import Loose


@dataclass(frozen=True)
class Inner:
    name: str
    counts: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Outer:
    inner: tuple[Inner, ...]
    more: dict[str, Inner]
    none: Inner | None = None


def test_dataclasses_within_dataclasses_come_back() -> None:
    inner = Inner("甲", Counter({"a": 2}))
    outer = Outer((inner,), {"b": inner})
    assert record_of(Outer, json.loads(json.dumps(plain(outer)))) == outer


TEXTS = st.text(max_size=20)
LOOSE = st.builds(Loose, st.booleans(), TEXTS, st.lists(TEXTS, max_size=3).map(tuple))
REJECTED = st.builds(Rejected, TEXTS, TEXTS, TEXTS, st.none() | LOOSE, TEXTS)
COUNTED = st.dictionaries(TEXTS, st.integers()).map(Counter)
COUNTS = st.builds(Counts, st.integers(), st.integers(), COUNTED, COUNTED)
SUMMARIES = st.builds(
    Summary, TEXTS, TEXTS, TEXTS, TEXTS, st.booleans(), st.dictionaries(TEXTS, st.integers()), COUNTS,
    st.lists(st.builds(Named, TEXTS, TEXTS, TEXTS, TEXTS, st.integers(), TEXTS, TEXTS, TEXTS), max_size=2).map(tuple),
    TEXTS, tables=st.lists(TEXTS, max_size=3).map(tuple),
)  # fmt: skip


@given(REJECTED | SUMMARIES)
def test_results_come_back(result: Rejected | Summary) -> None:
    found = from_record(json.loads(json.dumps(to_record(result))))
    assert found == result
    if isinstance(result, Rejected):
        assert isinstance(found, Rejected) and (found.part, found.result) == (result.part, result.result)


@given(st.recursive(st.none() | st.booleans() | TEXTS, lambda inner: st.dictionaries(TEXTS, inner, max_size=3)))
def test_a_damaged_record_is_none(rubbish: object) -> None:
    assert from_record({"kind": "Summary", "result": rubbish}) is None
    assert from_record({"result": rubbish}) is None
