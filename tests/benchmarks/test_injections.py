"""Errors that are put into the samples at random: each kind is found, and the unchanged document stays as it was."""

from __future__ import annotations

from random import Random

import pytest

from benchmarks.injecting import is_found, new_rules
from benchmarks.injections import INJECTIONS, Injection
from converter import Disclosure
from converter.disclosure import understand
from ontology import codes

SEEDS = range(3)


@pytest.mark.parametrize("injection", INJECTIONS, ids=lambda injection: injection.name)
def test_each_kind_of_error_is_found(injection: Injection, readings: dict[str, Disclosure]) -> None:
    assert {rule in codes.rules() for rule in injection.rules} == {True}
    texts = [reading for name, reading in readings.items() if name.endswith(".txt")]
    found = [is_found(injection, reading, Random(seed)) for reading in texts for seed in SEEDS]
    told = [result for result in found if result is not None]
    assert told and sum(told) * 3 >= len(told) * 2, injection.name


def test_a_document_that_was_not_changed_has_no_new_finding(readings: dict[str, Disclosure]) -> None:
    for reading in readings.values():
        assert new_rules(reading, understand(reading.document)) == set()
