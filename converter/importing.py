"""Takes codes of a user's file (the official book, or proposals that were looked through) into the user's own lists.

All rows are checked before anything is written; each problem names its row, what was found and what to do.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from converter.errors import InputError
from converter.words import key
from ontology import codes

NEEDED = ("scheme", "code", "name")
SCHEMES = ("function", "economic-department", "economic-government", "procurement")
LEVELS = {3: "类", 5: "款", 7: "项"}
COLUMNS = ("code", "name", "level", "parent", "source_year", "documents", "cities", "evidence")
ENCODINGS = ("utf-8-sig", "gb18030")
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a user's file."""

    row: int
    scheme: str
    code: str
    name: str
    parent: str
    years: str
    source: str


def import_codes(path: Path, goal: Path, *, replace: bool = False) -> dict[str, int]:
    """How many codes of which scheme were written to the folder `goal`; InputError lists every problem of the file."""
    found = read_codes(path)
    problems = list(check(found, replace))
    if problems:
        more = f"\n  and {len(problems) - SHOWN} more" if len(problems) > SHOWN else ""
        raise InputError(
            f"{path.name}: nothing was taken in\n  " + "\n  ".join(problems[:SHOWN]) + more,
            "correct these rows and import the file again",
        )
    goal.mkdir(parents=True, exist_ok=True)
    return {scheme: write(goal, scheme, found) for scheme in dict.fromkeys(each.scheme for each in found)}


def read_codes(path: Path) -> list[Code]:
    """The rows of a CSV file in UTF-8 or GB 18030; InputError when it is none or lacks a column."""
    reader = csv.DictReader(StringIO(decoded(path)), restval="")
    names = [name.strip() for name in reader.fieldnames or ()]
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise InputError(
            f"{path.name} has no column {', '.join(missing)}; it has {', '.join(names) or 'none'}",
            "the first row names the columns: scheme,code,name and, if known, parent,years,source",
        )
    rows = ({(k or "").strip(): v.strip() for k, v in row.items() if isinstance(v, str)} for row in reader)
    found = [code_of(number, row) for number, row in enumerate(rows, start=2) if any(row.values())]
    if not found:
        raise InputError(f"{path.name} has no codes", "put one code on each row below the header")
    return found


def code_of(number: int, row: dict[str, str]) -> Code:
    """One row as a code; its parent follows from the code where the file does not say it."""
    scheme, code = row["scheme"], re.sub(r"\s+", "", row["code"])
    return Code(number, scheme, code, row["name"], row.get("parent") or above(scheme, code),
                row.get("years", ""), row.get("source", ""))  # fmt: skip


def above(scheme: str, code: str) -> str:
    """The code above: without the last two digits, for classifications of 类, 款, 项."""
    return code[:-2] if scheme != "procurement" and len(code) in (5, 7) else ""


def decoded(path: Path) -> str:
    data = path.read_bytes()
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError(f"{path.name} is no text in UTF-8 or GB 18030", "save the table as CSV in UTF-8")


def check(found: Sequence[Code], replace: bool) -> Iterator[str]:
    """What is wrong with the rows, in their order."""
    there = {(each.scheme, each.code) for each in found}
    seen: dict[tuple[str, str], Code] = {}
    for each in found:
        first = seen.setdefault((each.scheme, each.code), each)
        if first is not each:
            yield f"row {each.row}: the code {each.code} stands in row {first.row} already; keep one of them"
        else:
            yield from check_one(each, there, replace)


def check_one(each: Code, there: set[tuple[str, str]], replace: bool) -> Iterator[str]:
    """What is wrong with one row."""
    if each.scheme not in SCHEMES:
        yield f"row {each.row}: {each.scheme!r} is no list that takes codes; expected one of {', '.join(SCHEMES)}"
        return
    listed = codes.scheme(each.scheme)
    if each.code == codes.TOTAL or not codes.well_formed(each.scheme, each.code):
        pattern = codes.schemes()[each.scheme].pattern.removesuffix("|total")
        yield f"row {each.row}: {each.code!r} has not the form of a code of {each.scheme} ({pattern})"
    if not each.name:
        yield f"row {each.row}: the code {each.code} has no name; give the name that the book prints"
    if each.parent and each.parent not in listed and (each.scheme, each.parent) not in there:
        yield f"row {each.row}: the code above {each.code} is {each.parent}, which neither the list nor this file has"
    if any(not re.fullmatch(r"20\d\d", year) for year in each.years.split()):
        yield f"row {each.row}: {each.years!r} are no years; write years of four digits with blanks between"
    known = listed.get(each.code)
    if known and not replace and key(each.name) not in {key(known.label_zh), *map(key, known.alt_zh)}:
        yield f"row {each.row}: the list has {each.code} as {known.label_zh}, not {each.name}; --replace changes it"


def write(goal: Path, scheme: str, found: Sequence[Code]) -> int:
    """How many codes of a scheme were written to its file in `goal`, beside those that are there."""
    file = goal / codes.schemes()[scheme].file
    rows = {row["code"]: row for row in read_own(file)}
    own = [each for each in found if each.scheme == scheme]
    for each in own:
        rows[each.code] = row_of(each)
    temporary = file.with_suffix(".tmp")
    with temporary.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n", extrasaction="ignore", restval="")
        writer.writeheader()
        writer.writerows(rows[code] for code in sorted(rows))
    temporary.replace(file)
    return len(own)


def row_of(each: Code) -> dict[str, str]:
    """A code as a row of a list."""
    known = codes.scheme(each.scheme).get(each.code)
    years = sorted({*each.years.split(), *(known.years if known else ())})
    return {
        "code": each.code,
        "name": each.name,
        "level": "" if each.scheme == "procurement" else LEVELS[len(each.code)],
        "parent": each.parent,
        "source_year": " ".join(years),
        "documents": "",
        "cities": "",
        "evidence": each.source or "imported by the user",
    }


def read_own(file: Path) -> list[dict[str, str]]:
    """The rows that are in the user's file by now."""
    if not file.is_file():
        return []
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
