"""The index of a release, opened for reading: SQL in files, rows as dictionaries."""

import sqlite3
import threading
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from server.errors import ServerError

Found = dict[str, Any]


class Index:
    """Answers our own SQL from the index; each thread has a connection of its own."""

    def __init__(self, place: Path) -> None:
        if not place.is_file():
            raise ServerError(f"there is no index at {place}", "load the release again with `yusuan load`")
        self._place = place
        self._mine = threading.local()

    def rows(self, sql: str, values: Mapping[str, object] | None = None) -> list[Found]:
        """The rows of one of our statements in `server/find/sql`, with its values filled in by SQLite."""
        return [dict(row) for row in self._connection().execute(statement(sql), values or {})]

    def value(self, sql: str, values: Mapping[str, object] | None = None) -> Any:
        """The first column of the first row; None when there is none."""
        row = self._connection().execute(statement(sql), values or {}).fetchone()
        return None if row is None else row[0]

    def count(self, sql: str, values: Mapping[str, object]) -> int:
        """How many rows a statement has."""
        text = f"SELECT COUNT(*) FROM ({statement(sql)})"
        return int(self._connection().execute(text, values).fetchone()[0])

    def _connection(self) -> sqlite3.Connection:
        if not hasattr(self._mine, "connection"):
            where = f"{self._place.resolve().as_uri()}?mode=ro&immutable=1"
            connection = sqlite3.connect(where, uri=True, check_same_thread=False)
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA query_only = 1")
            self._mine.connection = connection
        found: sqlite3.Connection = self._mine.connection
        return found


@cache
def statement(name: str) -> str:
    """The text of `server/find/sql/{name}.sql`."""
    return (files("server") / "find" / "sql" / f"{name}.sql").read_text("utf-8")
