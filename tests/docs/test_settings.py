"""The settings as documented are the settings of the program."""

import re
from pathlib import Path

from server import settings

COMMANDS = Path(__file__).parents[2] / "docs" / "commands.md"


def test_the_documented_settings_are_those_of_the_server() -> None:
    text = COMMANDS.read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if re.match(r"\| `YUSUAN_(?!BASE|CACHE`)", line)]
    assert rows == [f"| `{each.variable}` | {each.help} | {shown(each.default)} |" for each in settings.table()]


def shown(default: object) -> str:
    return f"`{default}`" if str(default) else ""
