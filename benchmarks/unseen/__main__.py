"""How much is read of made-up disclosures whose every figure is known, by the ways in which they differ.

    python -m benchmarks.unseen [--seed N] [--count M] [--groups ab] [--set AXIS=VALUE] [--keep FOLDER] [--show]

`--groups a` draws the values of every axis from its first group only, so that the second can be held out.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import converter
from benchmarks.unseen.disclosure import Made, make
from benchmarks.unseen.judge import Verdict, judge, missed
from benchmarks.unseen.writers import can_write, written


def measure(made: Made, folder: Path) -> Verdict:
    """The verdict on a disclosure that is written into a folder and read again."""
    suffix, data = written(made)
    path = folder / f"{made.name}{suffix}"
    path.write_bytes(data)
    try:
        return judge(made, converter.read(path))
    except converter.DocumentError as error:
        return missed(made, f"not read: {error}")


def line(name: str, count: int, found: Verdict) -> str:
    """A line of the table."""
    of = found.of or 1
    shares = (100 * found.right / of, 100 * found.undecided / of, 100 * found.lost / of)
    closing = found.down + found.across
    return (
        f"{name:34}{count:5}{found.of:8}{shares[0]:9.2f}{found.wrong:7}{shares[1]:9.2f}{shares[2]:8.2f}"
        f"{found.unknown:8}{100 * found.kinds.hits / max(1, found.kinds.of):8.1f}"
        f"{100 * closing.hits / max(1, closing.of):8.1f}{found.key_right:7}{found.key_wrong:6}{found.failed:7}"
    )


def table(found: list[tuple[Made, Verdict]]) -> Iterator[str]:
    """The table: a line for each value of each axis, and one for all."""
    heads = ("right%", "wrong", "open%", "lost%", "unknown", "kinds%", "close%", "key+", "key-", "failed")
    widths = (9, 7, 9, 8, 8, 8, 8, 7, 6, 7)
    yield f"{'':34}{'docs':>5}{'figures':>8}" + "".join(f"{h:>{w}}" for h, w in zip(heads, widths, strict=True))
    by: dict[str, list[Verdict]] = defaultdict(list)
    for made, verdict in found:
        for axis, value in made.style.items():
            by[f"{axis} {value}"].append(verdict)
    for name in sorted(by):
        yield line(name, len(by[name]), sum(by[name], Verdict()))
    yield line("all", len(found), sum((verdict for _, verdict in found), Verdict()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--count", type=int, default=40, help="how many disclosures")
    parser.add_argument(
        "--groups", default="ab", choices=("a", "b", "c", "d", "ab", "abc", "abcd"), help="the groups of axis values"
    )
    parser.add_argument("--set", action="append", default=[], metavar="AXIS=VALUE", help="fix the value of an axis")
    parser.add_argument("--keep", type=Path, help="a folder that keeps the files")
    parser.add_argument("--show", action="store_true", help="say what of each disclosure was not placed")
    given = parser.parse_args()
    fixed = dict(pair.split("=", 1) for pair in given.set)
    found = []
    with tempfile.TemporaryDirectory() as temporary:
        for seed in range(given.seed, given.seed + given.count):
            folder = (given.keep or Path(temporary)) / str(seed)
            folder.mkdir(parents=True, exist_ok=True)
            made = make(seed, given.groups, fixed)
            if not can_write(made):
                print(f"{seed} left out: this machine has no browser that prints")
                continue
            found.append((made, measure(made, folder)))
            if given.show:
                print(f"{seed} {made.name} {made.style}\n  " + "\n  ".join(found[-1][1].remarks[:30]))
    print("\n".join(table(found)))


if __name__ == "__main__":
    main()
