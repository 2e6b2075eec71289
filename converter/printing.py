"""Data frames as text on stdout: side by side, as CSV, as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

import click
import pandas
from pandas import DataFrame


def write_csv(frames: Iterable[DataFrame]) -> None:
    for number, frame in enumerate(frames):
        click.echo(frame.to_csv(index=False, header=number == 0, lineterminator="\n"), nl=False)


def write_json(frames: Iterable[DataFrame]) -> None:
    """One array with an object per row, written as the frames come."""
    start = "[\n"
    for row in (row for frame in frames for row in frame.to_dict("records")):
        cells = {name: plain(cell) for name, cell in row.items()}
        click.echo(start + json.dumps(cells, ensure_ascii=False, default=str), nl=False)
        start = ",\n"
    click.echo("[]" if start == "[\n" else "\n]")


def plain(cell: Any) -> Any:
    """The JSON form of a cell: null for a missing value, a number for a decimal."""
    if cell is None or cell != cell:
        return None
    if isinstance(cell, Decimal):
        return int(cell) if cell == cell.to_integral_value() else float(cell)
    return cell


def write_table(frames: Iterable[DataFrame]) -> None:
    """Columns side by side, where a Chinese character takes two places."""
    with pandas.option_context("display.unicode.east_asian_width", True, "display.max_colwidth", None):
        for frame in frames:
            click.echo(frame.to_string(index=False, na_rep="") if len(frame) else "(no rows)")


WRITERS: dict[str, Callable[[Iterable[DataFrame]], None]] = {
    "table": write_table, "csv": write_csv, "json": write_json,
}  # fmt: skip
