"""Answers in JSON: UTF-8, money as numbers, nothing that a browser could take for a page."""

import json
from decimal import Decimal
from typing import Any

from flask import Response

JSON = "application/json"
ESCAPED = {ord(character): f"\\u{ord(character):04x}" for character in "<>\u2028\u2029"}


def json_answer(said: Any, status: int = 200) -> Response:
    """The value as a JSON answer."""
    return Response(json_text(said), status, content_type=JSON)


def json_text(said: Any) -> str:
    """The value as JSON; `<` and its like are written as escapes, so that nobody mistakes it for markup."""
    text = json.dumps(said, ensure_ascii=False, default=_plain)
    return text.translate(ESCAPED)


def money(text: str | None) -> int | float | None:
    """An amount as a JSON number: exact, since amounts have at most 15 digits; None stays None."""
    if text is None:
        return None
    amount = Decimal(text)
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _plain(value: object) -> Any:
    if isinstance(value, Decimal):
        return money(str(value))
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")
