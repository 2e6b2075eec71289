"""Pages of a list: which one is asked for, and the addresses of those beside it."""

from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from werkzeug.exceptions import BadRequest

MOST = 500
LAST = 100_000


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: its number from 1, and how many entries it has."""

    number: int
    size: int

    @property
    def offset(self) -> int:
        """How many entries come before it."""
        return (self.number - 1) * self.size

    def links(self, total: int, **given: Any) -> dict[str, str]:
        """The addresses of the pages before and after, where there are such."""
        there = {"prev": self.number - 1, "next": self.number + 1}
        return {
            name: _address(number, **given)
            for name, number in there.items()
            if number >= 1 and (number - 1) * self.size < total
        }


def page(default: int = 50) -> Page:
    """The page that `page=` and `size=` of the request name; 400 when they are no such numbers."""
    return Page(whole_number("page", 1, 1, LAST), whole_number("size", default, 1, MOST))


def whole_number(name: str, default: int, least: int, most: int) -> int:
    """A number of the request, within bounds; 400 when it is none."""
    text = request.args.get(name, "").strip()
    if not text:
        return default
    if not (text.isascii() and text.isdigit()) or not least <= int(text[:10]) <= most:
        raise BadRequest(f"{name} is a whole number from {least} to {most}, not {text[:40]!r}.")
    return int(text)


def _address(number: int, **given: Any) -> str:
    assert request.endpoint is not None
    values = {**request.view_args, **request.args.to_dict(), **given} if request.view_args else request.args.to_dict()
    return url_for(request.endpoint, _external=True, **{**values, "page": number})
