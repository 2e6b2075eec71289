"""How many errors that are put into documents at random are found, kind by kind.

python benchmarks/injecting.py [--each N] [--seed N] [INPUT...]
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random

import converter
from benchmarks.injections import INJECTIONS, Injection
from converter import Disclosure
from converter.disclosure import understand
from converter.errors import DocumentError
from converter.inputs import expand

ROOT = Path(__file__).resolve().parent.parent


def new_rules(before: Disclosure, after: Disclosure) -> set[str]:
    """The rules that find more, or something else, after a change."""
    old = Counter((f.rule, f.message_zh) for f in before.finding_facts)
    return {rule for rule, _ in Counter((f.rule, f.message_zh) for f in after.finding_facts) - old}


def is_found(injection: Injection, disclosure: Disclosure, random: Random) -> bool | None:
    """Whether an error is found; None when the document has no place for it."""
    changed = injection.change(disclosure, random)
    if changed is None:
        return None
    return bool(new_rules(disclosure, understand(changed)) & injection.rules)


def rates(disclosures: Iterable[Disclosure], each: int, seed: int) -> dict[str, Counter[bool]]:
    """Injection → how often it was found and how often not."""
    found: dict[str, Counter[bool]] = {injection.name: Counter() for injection in INJECTIONS}
    for disclosure in disclosures:
        for injection in INJECTIONS:
            for number in range(each):
                random = Random(f"{seed}.{disclosure.document.path.name}.{injection.name}.{number}")
                result = is_found(injection, disclosure, random)
                if result is not None:
                    found[injection.name][result] += 1
    return found


def readable(paths: Sequence[str]) -> Iterable[Disclosure]:
    """The disclosures that can be read."""
    for path in expand([str(path) for path in paths]):
        try:
            yield converter.read(path)
        except DocumentError as error:
            print(f"left out: {error}", file=sys.stderr)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="*", default=[str(ROOT / "samples")])
    parser.add_argument("--each", type=int, default=1, help="errors of each kind in each document")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    print("| error | put in | found | |\n|---|--:|--:|--:|")
    for name, results in rates(readable(given.inputs), given.each, given.seed).items():
        count = results[True] + results[False]
        print(f"| {name} | {count} | {results[True]} | {100 * results[True] / max(count, 1):.0f}% |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
