"""The department of a disclosure and its budget units, as far as the document names them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from converter.words import key

# 机关 says the level, but for bodies that are called so (某市政协机关)
LEVEL = re.compile(r"[(（]?(?:本级|机关本级|局本级|(?<!政协)(?<!人大)(?<![省市州县区旗]委)机关|汇总)[)）]?$")
ORGANISATION = re.compile(
    r"(?:局|委|委员会|办公室|中心|部|厅|院|校|学校|站|所|队|馆|处|街道办事处|政府|法院|检察院|会|社)(?:[(（]?(?:本级|机关|汇总)[)）]?)?$"
)


@dataclass(frozen=True)
class Organisation:
    """A department: its budget code, its name, and its units by code."""

    code: str
    name: str
    aliases: frozenset[str] = frozenset()
    units: dict[str, str] = field(default_factory=dict)

    def is_whole(self, code: str, label: str) -> bool:
        """Whether a unit row is about the whole department."""
        if code and self.code:
            return code == self.code
        return (
            not LEVEL.search(label)
            and key(label) in {key(name) for name in (self.name, *self.aliases)}
            and not self.units
        )

    def is_unit(self, code: str, label: str) -> bool:
        """Whether a code and label are a unit's: by a known code or name, or the form of a name."""
        if code and (code == self.code or code in self.units):
            return True
        plain = key(label)
        if plain in self.names:
            return True
        return bool(code) and not code.startswith(("2", "3", "5")) and ORGANISATION.search(plain) is not None

    @property
    def names(self) -> frozenset[str]:
        """All names of the department and its units, normal form, with and without 本级."""
        names = {key(name) for name in (self.name, *self.aliases, *self.units.values()) if name}
        return frozenset(names | {name + "本级" for name in names})

    def trailing_unit(self, text: str) -> str:
        """The unit name that ends a text, or ""; the longest wins."""
        plain = key(text)
        found = max((name for name in self.names if plain.endswith(name)), key=len, default="")
        size = len(found)
        while size <= len(text) and key(text[len(text) - size :]) != found:
            size += 1
        return text[len(text) - size :] if found and size <= len(text) else ""
