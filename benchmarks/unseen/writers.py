"""The writers by format, and what they write."""

from __future__ import annotations

from benchmarks.unseen.disclosure import Made


def written(made: Made) -> tuple[str, bytes]:
    """The suffix and the bytes of a disclosure in the format of its style."""
    form = made.style["format"]
    if form == "pdf":
        from benchmarks.unseen import pdf

        return ".pdf", pdf.write(made)
    if form.startswith("html"):
        from benchmarks.unseen import web

        return ".html", web.write(made)
    from benchmarks.unseen import office

    return f".{form}", office.WRITERS[form](made)
