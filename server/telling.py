"""A line on stderr for each request, for those who run the server."""

import json
import sys
import time
from datetime import UTC, datetime


def write_line(began: float, start: float, release: str, **said: object) -> None:
    """Writes the line of a request that began then. No address, no query: only the query's hash."""
    took = round((time.monotonic() - began) * 1000, 1)
    line = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"), **said, "release": release[:12],
        "milliseconds_to_start": round(start * 1000, 1), "milliseconds": took,
    }  # fmt: skip
    text = json.dumps({key: value for key, value in line.items() if value is not None}, ensure_ascii=False)
    print(text, file=sys.stderr, flush=True)
