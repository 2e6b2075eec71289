"""Verbs of `yusuan` that carry data out and in (exports, code lists, links), and what the others need for it.

Like the others they import what they need when they run.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import Any

import click

a_path = click.Path(path_type=Path)
CODES = Path("yusuan-data/codes")
FORMS = ("csvw", "parquet", "fiscal", "cube-link")
into_option = click.option("--into", type=a_path, default=CODES, show_default=True, metavar="DIR",
                           help="The folder of your own lists.")  # fmt: skip


def say(message: str) -> None:
    click.echo(message, err=True)


def remind(folder: Path) -> None:
    """Tells how the files of a folder come into use."""
    say(f"to use them, set YUSUAN_CODES={folder}")


def graphs_of(path: Path) -> list[Any]:
    """The graph of a file, or those of a release with their texts, once every file is as the manifest says."""
    from server.release import read_release
    from shapes.files import Target

    if not path.is_dir():
        return [Target(path)]
    release = read_release(path)
    release.verify()
    say(f"{len(release.files):,} files, each as the manifest describes it")
    found = [(each.files["turtle"], each.files["text"], each.source["file"]) for each in release.disclosures]
    return [Target(release.file(turtle), release.file(text), source) for turtle, text, source in found]


@click.command()
@click.argument("release", type=a_path, metavar="RELEASE")
@click.option("--as", "form", required=True, type=click.Choice(FORMS), help="The form to write.")
@click.option("--out", required=True, type=a_path, metavar="DIR", help="The folder to write; it must be new or empty.")
def export(release: Path, form: str, out: Path) -> None:
    """Write a release in the form of other tools: CSV on the Web, Parquet, Fiscal Data Package, cube.link.

    \b
    Example:
      yusuan export release --as csvw --out tables
      yusuan export release --as fiscal --out openspending
    """
    from converter.exports import export as write

    files = write(release, form, out)
    say(f"{len(files)} files written")
    click.echo(str(out))


@click.command()
@into_option
@click.option("--endpoint", default="https://query.wikidata.org/sparql", show_default=True, metavar="URL",
              help="The SPARQL endpoint to ask.")  # fmt: skip
@click.option("--cache", type=a_path, default=Path("yusuan-data/wikidata"), show_default=True, metavar="DIR",
              help="Where answers are kept for thirty days.")  # fmt: skip
@click.option("--pause", default=1.0, show_default=True, type=click.FloatRange(0), help="Seconds between questions.")
def link(into: Path, endpoint: str, cache: Path, pause: float) -> None:
    """Ask Wikidata anew which items are the regions, by their codes (P442).

    A link is taken only where one item has the code and its Chinese label is the region's name; the others are in
    divisions-links-refused.csv with the reason. No other verb needs this.

    \b
    Example:
      yusuan link --into my-codes
    """
    from datetime import date

    from tqdm import tqdm

    from ontology.wikidata import Asker, check_endpoint, write_links
    from ontology.wikidata import link as ask_all

    asker = Asker(check_endpoint(endpoint), cache, pause)
    with tqdm(desc="regions", unit="", file=sys.stderr, disable=not sys.stderr.isatty()) as bar:
        verdicts = ask_all(asker, bar.update)
    taken, refused = write_links(verdicts, into, date.today())
    say(f"{sum(bool(each.item) for each in verdicts)} links taken; the refused ones, with reasons: {refused}")
    remind(into)
    click.echo(str(taken))


@click.group()
def codes() -> None:
    """Code lists: propose additions from what documents print, take in codes of your own.

    \b
    Example:
      yusuan codes grow release > proposals.csv
      yusuan codes import book.csv
    """


@codes.command()
@click.argument("release", type=a_path, metavar="RELEASE")
def grow(release: Path) -> None:
    """Print as CSV the codes and names of a release that the lists do not have, with how many documents print each.

    A code with several names is marked as conflicting, another name of a listed code as other-name: look through
    the rows before you import them.

    \b
    Example:
      yusuan codes grow release > proposals.csv
    """
    from converter.exports.source import open_release
    from converter.growing import COLUMNS, proposals, summary

    found = proposals(open_release(release))
    writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(each.row() for each in found)
    say(summary(found))


@codes.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE.csv")
@into_option
@click.option("--replace", is_flag=True, help="Let names of the file take the place of listed names.")
def import_(file: Path, into: Path, replace: bool) -> None:
    """Take in codes of a CSV file: columns scheme, code, name, and if known parent, years, source.

    Every row is checked first; with one problem nothing is written.

    \b
    Example:
      yusuan codes import book.csv --into my-codes
    """
    from converter.importing import import_codes

    for scheme, number in import_codes(file, into, replace=replace).items():
        say(f"{number} codes of {scheme}")
    remind(into)
    click.echo(str(into))


def add_verbs(main: click.Group) -> None:
    """Adds these verbs to the command."""
    for verb in (export, codes, link):
        main.add_command(verb)
