"""The layout families of converter/layouts/: each table complete, with what it takes from the one that it extends."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

Entry = dict[str, Any]
LISTS = ("kinds", "keys", "columns", "left")


def entries(folder: Traversable | None = None) -> list[Entry]:
    """Every table of every family, complete; raises ValueError for one that extends what is not there, or itself."""
    own = {str(entry["id"]): entry for entry in written(folder or files("converter") / "layouts")}
    return [resolved(name, own, ()) for name in own]


def written(folder: Traversable) -> Iterator[Entry]:
    """The tables as they stand in the files; raises ValueError when two have one id."""
    seen: set[str] = set()
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        data = tomllib.loads(file.read_text("utf-8")) if file.name.endswith(".toml") else {}
        for entry in data.get("table", []):
            if entry["id"] in seen:
                raise ValueError(f"{file.name}: a layout {entry['id']!r} is there already; give this one another id")
            seen.add(entry["id"])
            yield entry


def resolved(name: str, own: Mapping[str, Entry], below: tuple[str, ...]) -> Entry:
    """A table with all that it inherits: its own lists stand for those of its base, then words are changed."""
    entry = own[name]
    base = entry.get("extends")
    if base is None:
        return changed(entry)
    if base not in own or base in (*below, name):
        raise ValueError(f"layout {name!r} extends {base!r}; expected the id of another layout that does not extend it")
    return changed({**resolved(base, own, (*below, name)), **entry})


def changed(entry: Entry) -> Entry:
    """The table without the columns of `drop`, and with the header words of `rename` exchanged."""
    drop, rename = set(entry.get("drop", ())), dict(entry.get("rename", {}))
    lists = {
        name: [renamed(text, rename) for text in entry[name] if name == "kinds" or text not in drop]
        for name in LISTS
        if name in entry
    }
    unknown = drop - {text for name in LISTS for text in entry.get(name, ())}
    if unknown:
        raise ValueError(f"layout {entry['id']!r} drops {', '.join(sorted(unknown))}, which its base does not have")
    return {**{key: value for key, value in entry.items() if key not in ("extends", "drop", "rename")}, **lists}


def renamed(path: str, words: Mapping[str, str]) -> str:
    """A path with whole words exchanged."""
    return "/".join(words.get(word, word) for word in path.split("/"))
