"""The identity of a row, and rows and blocks that have one."""

from __future__ import annotations

from dataclasses import dataclass, field

from converter.sheet import Block, ReadNote, Row


@dataclass(frozen=True)
class RowKey:
    """A row's identity: what sort of row it is, its code and label, its dimension values, its role.

    `unit` is the budget unit that it stands under, `repaired` how a torn code was restored.
    """

    sort: str
    code: str
    label: str
    values: dict[str, str] = field(default_factory=dict)
    role: str = "detail"
    unit: str = ""
    repaired: str = ""


@dataclass(frozen=True)
class KeyedRow:
    """A row with its identity."""

    row: Row
    key: RowKey


@dataclass(frozen=True)
class KeyedBlock:
    """A block whose rows have identities."""

    block: Block
    rows: tuple[KeyedRow, ...]
    notes: tuple[ReadNote, ...] = ()
