"""Web pages of a made-up disclosure with a few tables, and what is read from them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from converter import read
from converter.key_figures import key_figures
from converter.placed import PlacedBlock

NAME = "苏州市财政局2025年部门预算"


def page(folder: Path, *tables: tuple[str, list[list[str]]]) -> Path:
    """A web page with these tables, each with its title, the unit and its rows."""
    parts = []
    for title, rows in tables:
        cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
        parts.append(f"<p>{title}</p><p>单位：万元</p><table>{cells}</table>")
    path = folder / "page.html"
    path.write_text(f"<meta charset=utf-8><h1>{NAME}</h1>{''.join(parts)}", "utf-8")
    return path


def figures(path: Path) -> dict[str, Decimal]:
    """The key figures of a document by name."""
    return {figure.term: figure.amount for figure in key_figures(read(path))}


def values(block: PlacedBlock, row: int, place: int) -> dict[str, str]:
    """What the figure at a place of a row is about."""
    return block.values(block.rows[row].keyed, place)
