"""The page of one table of a disclosure."""

from flask import abort, render_template

from server.language import language
from server.site import site
from server.tables import tables


def table_page(iri: str) -> str:
    """The page about a table, as HTML, with its lines in rows and columns."""
    version = iri.partition("/table/")[0]
    entry = site().release.by_version.get(version)
    if entry is None:
        abort(404)
    here = tables(site().store, version, language(), only=iri)
    return render_template("table.html", entry=entry, tables=here, table=here.tables[0])
