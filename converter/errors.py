"""Problems that stop the work on an input, each with what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(eq=False)
class InputError(Exception):
    """Nothing usable was named: the whole command stops (exit 2)."""

    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.message}; {self.remedy}"


@dataclass(eq=False)
class DocumentError(Exception):
    """One document cannot be read: it is reported, and the others go on (exit 1)."""

    path: Path
    message: str
    remedy: str

    @property
    def file(self) -> str:
        return self.path.name

    @property
    def problem(self) -> str:
        return self.message

    def __str__(self) -> str:
        return f"{self.path.name}: {self.message}; {self.remedy}"
