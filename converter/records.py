"""Dataclasses as JSON and back: what a record holds is what the fields of its class say."""

from __future__ import annotations

import types
from collections import Counter
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def plain(value: Any) -> Any:
    """A value as JSON can hold it: dataclasses and mappings as objects, sequences as lists."""
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    return value


def revived(kind: Any, value: Any) -> Any:
    """The value of this type that `plain` has made plain; raises TypeError or KeyError for what is none."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return None if value is None else revived(next(each for each in inner if each is not type(None)), value)
    if is_dataclass(kind) and isinstance(kind, type):
        return record_of(kind, value)
    if origin is tuple:
        return tuple(revived(inner[0], each) for each in value)
    if origin is list:
        return [revived(inner[0], each) for each in value]
    if origin is Counter:
        return Counter(value)
    if origin is dict:
        return {key: revived(inner[1], each) for key, each in value.items()}
    if kind in (str, int, float, bool) and not isinstance(value, kind):
        raise TypeError(f"{value!r} is no {kind.__name__}")
    return value


def record_of(kind: type[T], values: Mapping[str, Any]) -> T:
    """The dataclass with these values."""
    hints = get_type_hints(kind)
    return kind(**{name: revived(hints[name], value) for name, value in values.items()})
