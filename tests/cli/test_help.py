"""Help: every verb explains itself with an example, and the answer comes at once."""

import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

import yusuan

VERBS = ["extract", "convert", "check", "load", "serve", "query", "up", "export", "codes", "link"]


def help_of(*arguments: str) -> str:
    result = CliRunner().invoke(yusuan.main, [*arguments, "--help"])
    assert result.exit_code == 0, result.output
    return result.output


def test_verbs_stand_in_the_order_of_the_way() -> None:
    assert list(yusuan.main.commands) == VERBS


@pytest.mark.parametrize("verb", VERBS)
def test_verb_has_help_with_an_example_of_itself(verb: str) -> None:
    text = help_of(verb)
    assert "Example:" in text
    assert f"yusuan {verb}" in text.split("Example:")[1]


@pytest.mark.parametrize("verb", VERBS)
def test_every_option_has_help_or_choices(verb: str) -> None:
    for parameter in yusuan.main.commands[verb].params:
        if isinstance(parameter, click.Option):
            assert parameter.help or isinstance(parameter.type, click.Choice), parameter.name


def test_command_itself_has_help_with_an_example() -> None:
    assert "Example:" in help_of()


def test_version_is_shown() -> None:
    result = CliRunner().invoke(yusuan.main, ["--version"])
    assert result.exit_code == 0
    assert result.output.startswith("yusuan ")


def test_help_imports_none_of_the_heavy_packages() -> None:
    code = (
        "import sys, yusuan\n"
        "try: yusuan.main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'pandas', 'rdflib', 'pyshacl', 'pyoxigraph', 'flask', 'converter', 'server', 'shapes'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip().endswith("[]")
