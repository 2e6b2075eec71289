"""The command `yusuan`: disclosures in; tables, a validated release, a store, an endpoint and pages out.

Data goes to stdout; progress and problems go to stderr. Exit codes: 0 good, 1 problems found, 2 wrong use.
The packages behind a verb are imported when it runs, so that `--help` answers at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from yusuan_data import add_verbs, graphs_of

if TYPE_CHECKING:
    from converter import Disclosure, Limits

GOOD, PROBLEMS, WRONG_USE, STOPPED = 0, 1, 2, 130
FORMS, PAGES = ("table", "csv", "json"), ("csv", "json", "html")
REPORTS = ("text", "html", "junit", "sarif", "json", "turtle")
TABLES = ("tables", "cells", "comparisons", "projects", "indicators", "goals", "statements", "institutions", "findings")
DATA = Path("yusuan-data")

a_path = click.Path(path_type=Path)
inputs_argument = click.argument("inputs", nargs=-1, metavar="INPUT...")
jobs_option = click.option("--jobs", default=0, type=click.IntRange(0), help="Processes; 0 for one per processor.")
seconds_option = click.option("--seconds", default=120.0, show_default=True, type=click.FloatRange(min=0.1),
                              help="Longest time for one document.")  # fmt: skip
memory_option = click.option("--memory", default=3072, show_default=True, type=click.IntRange(0),
                              help="Most memory for one document, in MB; 0 for no limit.")  # fmt: skip
store_option = click.option("--store", default=str(DATA / "store"), show_default=True, envvar="YUSUAN_STORE",
                            metavar="DIR|URL", help="Its folder, or a server: KIND+http://HOST/…")  # fmt: skip
host_option = click.option("--host", default="127.0.0.1", show_default=True, envvar="YUSUAN_HOST", help="Its address.")
port_option = click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535),
                           envvar="YUSUAN_PORT", help="Port to listen on.")  # fmt: skip


class Failure(click.ClickException):
    """A problem in one message, what is wrong and what to do, that ends the command."""

    def __init__(self, message: str, exit_code: int = PROBLEMS) -> None:
        super().__init__(message)
        self.exit_code = exit_code  # type: ignore[misc]

    def show(self, file: Any = None) -> None:
        warn(f"yusuan: {self.message}")


class Verbs(click.Group):
    """The verbs in the order of the way that a document goes; known problems become one message."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Exception as error:
            if hasattr(error, "remedy"):
                raise Failure(str(error), exit_code_of(error)) from error
            if isinstance(error, OSError) and error.filename:
                raise Failure(f"{error.filename}: {error.strerror}; check the path, permissions and disk") from error
            raise


def exit_code_of(error: Exception) -> int:
    """What an error of the packages means here: only an unreadable document is a problem and no wrong use."""
    return getattr(error, "exit_code", PROBLEMS if hasattr(error, "path") else WRONG_USE)


def warn(message: str) -> None:
    click.echo(message, err=True)


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def progress(things: Iterable[Any], verb: str, total: int | None = None) -> Iterable[Any]:
    """The things, with a bar on stderr when that is a terminal."""
    from tqdm import tqdm

    return tqdm(things, desc=verb, total=total, file=sys.stderr, disable=not sys.stderr.isatty())


def show_version(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted:
        from converter import VERSION

        click.echo(f"yusuan {VERSION}")
        ctx.exit()


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=show_version,
              help="Show the version and exit.")  # fmt: skip
def main() -> None:
    """Linked data from the budget disclosures (部门预算公开) of China's government departments.

    INPUT is a file, a folder or a quoted glob; several can be named.

    \b
    Example:
      yusuan up            the samples, served at http://127.0.0.1:8000
    """


# documents and tables


def documents(inputs: Sequence[str]) -> list[Path]:
    """The documents that INPUT names; files of named folders that are left out are reported."""
    import converter

    if not inputs:
        raise click.UsageError("INPUT is missing; name a file, a folder or a quoted glob")
    paths = converter.expand(inputs)
    for folder in map(Path, inputs):
        if folder.is_dir():
            report_left_out(folder, {path.resolve() for path in paths})
    return paths


def report_left_out(folder: Path, taken: set[Path]) -> None:
    left = sorted(path for path in folder.rglob("*") if path.is_file() and path.resolve() not in taken)
    if left:
        names = ", ".join(str(path.relative_to(folder)) for path in left[:5])
        more = f" and {len(left) - 5} more" if len(left) > 5 else ""
        warn(f"left out of {folder}, as hidden or no documents: {names}{more}")


@main.command()
@inputs_argument
@click.option("--as", "table", type=click.Choice(TABLES), default="cells", show_default=True)
@click.option("--format", "form", type=click.Choice(PAGES), default="csv", show_default=True)
@click.option("--no-prose", is_flag=True, help="With --format html: labels, codes and figures only.")
@jobs_option
@seconds_option
@memory_option
def extract(
    inputs: Sequence[str], table: str, form: str, no_prose: bool, jobs: int, seconds: float, memory: int
) -> None:
    """Print what documents say as one table: money cells, projects, indicators, statements or findings.

    Amounts are in yuan, each row names its lines. `tables` are the tables as printed, with --format html one web page.
    A narrative is joined to the tables of its body. What cannot be read is reported on stderr (exit 1).

    \b
    Example:
      yusuan extract '2025/*.pdf' --as findings --format json
      yusuan extract budget.pdf --as tables --format html > budget.html
    """
    from converter import Limits
    from converter.printing import WRITERS
    from converter.writing import html_page

    if form == "html" and table != "tables":
        raise click.UsageError("--format html is for --as tables; take csv or json")
    rejected: list[Exception] = []
    asked = "printed" if table == "tables" else table
    found = read_documents(documents(inputs), asked, jobs, Limits(seconds, memory), rejected)
    if form == "html":
        for piece in html_page(found, not no_prose):
            click.echo(piece, nl=False)
    else:
        WRITERS[form](getattr(each, asked) for each in found)
    sys.exit(PROBLEMS if rejected else GOOD)


def read_documents(
    paths: Sequence[Path], asked: str, jobs: int, limits: Limits, rejected: list[Exception]
) -> Iterator[Disclosure]:
    """The disclosures of documents; those that are nobody's or cannot be read go to `rejected` and to stderr, too."""
    from converter.reading import of_nobody, read_all

    for path, found in progress(read_all(paths, asked, jobs, limits), "reading", len(paths)):
        if isinstance(found, Exception):
            rejected.append(found)
            bug = f"{path.name}: reading it failed ({type(found).__name__}: {found}); please report this with the file"
            warn(f"yusuan: {found if hasattr(found, 'remedy') else bug}")
            if tables := of_nobody(found, asked, limits):
                warn(f"yusuan: {path.name}: what its tables say is printed all the same; it cannot be published")
                yield tables
        else:
            yield found


@main.command()
@inputs_argument
@click.option("--out", required=True, type=a_path, metavar="RELEASE",
              help="The folder to write; an older release there is replaced.")  # fmt: skip
@jobs_option
@seconds_option
@memory_option
def convert(inputs: tuple[str, ...], out: Path, jobs: int, seconds: float, memory: int) -> None:
    """Convert documents into a validated release: graph, tables, findings, sources, manifest.

    The release appears at its place only when it is complete. Exit 1 when a document was rejected or the
    graph violates its shapes; contradictions within the documents are in findings.csv and are no failure.

    \b
    Example:
      yusuan convert samples --out release
      yusuan convert '2025/*.txt' '2026/*.txt' --out release --jobs 2
    """
    from converter import Limits

    good = make_release(documents(inputs), out, jobs, Limits(seconds, memory))
    click.echo(str(out))
    sys.exit(GOOD if good else PROBLEMS)


def make_release(paths: Sequence[Path], out: Path, jobs: int = 0, limits: Limits | None = None) -> bool:
    """Whether all documents went into a right release at `out`; what happened is told on stderr."""
    import converter

    warn(f"converting {counted(len(paths), 'document')} ...")
    limits = limits or converter.Limits()
    try:
        result = converter.convert(paths, out, jobs=jobs, progress=sys.stderr.isatty(), limits=limits)
    except KeyboardInterrupt:
        raise Failure("stopped; what is finished is kept, the same command goes on from there", STOPPED) from None
    sources = [summary.entry["source"] for summary in result.disclosures]
    for file, remark in dict.fromkeys((each["file"], said) for each in sources for said in each.get("remarks", ())):
        warn(f"{file}: {remark}")
    for each in result.rejected:
        warn(f"yusuan: {each.file}: {each.problem}; {each.remedy}")
    if not result.conforms:
        warn(f"yusuan: the graph violates its shapes; see `yusuan check {out}`")
    warn(f"{counted(len(result.disclosures), 'disclosure')} converted, {len(result.rejected)} rejected")
    return result.conforms and not result.rejected


@main.command()
@click.argument("target", type=click.Path(exists=True, path_type=Path), metavar="RELEASE|FILE.ttl")
@click.option("--format", "form", type=click.Choice(REPORTS), default="text", show_default=True)
@click.option("--out", type=a_path, metavar="FILE", help="Where to write the report; else it is printed.")
@click.option("--engine", type=click.Choice(("fast", "pyshacl")), default="fast", show_default=True,
              help="Our own engine, or pySHACL as the reference, which takes its time.")  # fmt: skip
@click.option("--jobs", default=0, type=click.IntRange(0), help="Processes; 0 for one per processor.")
def check(target: Path, form: str, out: Path | None, engine: str, jobs: int) -> None:
    """Check a release, or one graph, against shapes and accounting rules again.

    For a release also each file against its hash in the manifest. The report shows each contradiction with the lines
    of both sides. Exit 1 when a graph violates a shape or a file has changed; findings alone are no failure.

    \b
    Example:
      yusuan check release
      yusuan check release --format html --out report.html
      yusuan check release/dump/410703-309-2025-budget-9f8e7d6c.ttl --format sarif
    """
    from shapes.files import check_files
    from shapes.writing import WRITERS

    targets = graphs_of(target)
    checked = list(progress(check_files(targets, engine, jobs or os.cpu_count() or 1), "checking", len(targets)))
    text = WRITERS[form](checked)
    if out is None:
        click.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8")
    found = sum(each.summary.findings for each in checked)
    warn(f"{counted(found, 'finding')} about the documents")
    sys.exit(GOOD if all(each.report.conforms for each in checked) else PROBLEMS)


# stores


@main.command()
@click.argument("release", type=a_path, metavar="RELEASE")
@store_option
@click.option("--force", is_flag=True, help="Load a release even when it violates its shapes.")
def load(release: Path, store: str, force: bool) -> None:
    """Load a release into a store, or into a SPARQL server, in place of what was there.

    \b
    Example:
      yusuan load release --store store
      yusuan load release --store oxigraph+http://127.0.0.1:7878
    """
    fill_store(release, store, force)


def fill_store(release: Path, store: str, force: bool = False) -> None:
    from server.store import load as load_release

    result = load_release(release, store, force=force)
    state = "loaded into" if result.loaded else "already in"
    warn(f"{counted(result.disclosures, 'disclosure')}, {counted(result.triples, 'triple')} {state} {store}")


@main.command()
@click.argument("release", required=False, default=DATA / "release", type=a_path, envvar="YUSUAN_RELEASE",
                metavar="[RELEASE]")  # fmt: skip
@store_option
@host_option
@port_option
def serve(release: Path, store: str, host: str, port: int) -> None:
    """Serve a release: endpoint, pages, dumps. The store is filled first; without a release, what it holds is served.

    \b
    Example: yusuan serve release --port 8000
    """
    if (release / "manifest.json").exists() or not Path(store).is_dir():
        fill_store(release, store)
    run_server(release, store, host, port)


def run_server(release: Path, store: str, host: str, port: int) -> None:
    from server.run import serve as serve_release

    serve_release(release, store, host, port)


@main.command()
@click.argument("question", required=False, metavar="FILE.rq|EXAMPLE")
@store_option
@click.option("--format", "form", type=click.Choice(FORMS), default="table", show_default=True)
@click.option("--list", "listing", is_flag=True, help="List the examples and exit.")
def query(question: str | None, store: str, form: str, listing: bool) -> None:
    """Ask a store a SPARQL query: from a file, or one of the examples by its name or number.

    \b
    Example:
      yusuan query --list
      yusuan query question.rq --format csv > answer.csv
    """
    from pandas import DataFrame

    from converter.printing import WRITERS
    from server.client import query_text, run_query

    if listing:
        return list_examples()
    if question is None:
        raise click.UsageError("the query is missing; name a file FILE.rq or an example (see --list)")
    answer = run_query(store, query_text(question))
    WRITERS[form]([DataFrame(answer.rows, columns=list(answer.columns), dtype=object)])


def list_examples() -> None:
    from server.queries import examples

    for number, example in enumerate(examples(), start=1):
        click.echo(f"{number:3}  {example.name}  {example.question['zh']} {example.question['en']}")


# all at once


@main.command()
@click.argument("inputs", nargs=-1, metavar="[INPUT...]")
@click.option("--data", type=a_path, default=DATA, show_default=True, metavar="DIR",
              help="Where results are kept.")  # fmt: skip
@host_option
@port_option
@click.option("--no-serve", is_flag=True, help="Stop when the store is filled.")
def up(inputs: tuple[str, ...], data: Path, host: str, port: int, no_serve: bool) -> None:
    """Convert, load and serve, all at once; without INPUT, the samples.

    Results are kept and used again as long as documents and program are the same.

    \b
    Example:
      yusuan up
      yusuan up '2025/*.txt' --data budgets --port 8080
    """
    from converter.inputs import samples_dir

    paths = documents(inputs or [str(samples_dir() / f"*.{kind}") for kind in ("txt", "html")])
    good = prepare(paths, data)
    if no_serve:
        sys.exit(GOOD if good else PROBLEMS)
    run_server(data / "release", str(data / "store"), host, port)


def prepare(paths: Sequence[Path], data: Path) -> bool:
    """Whether release and store in `data` are right for these documents; made when they are not there."""
    from converter.fingerprint import fingerprint

    stamp, now = data / "stamp", fingerprint(paths)
    fresh = not stamp.is_file() or stamp.read_text("utf-8") != now
    good = make_release(paths, data / "release") if fresh else True
    fill_store(data / "release", str(data / "store"), force=True)
    if good:
        stamp.write_text(now, "utf-8")
    return good


add_verbs(main)

if __name__ == "__main__":
    main(prog_name="yusuan")
