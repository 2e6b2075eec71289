"""The writers by format, and what they write."""

from __future__ import annotations

from benchmarks.unseen.disclosure import Made


def can_write(made: Made) -> bool:
    """Whether this machine has what the format of a disclosure's style needs."""
    from benchmarks.unseen import browser

    return made.style["format"] != "pdf-browser" or browser.browser() is not None


def written(made: Made) -> tuple[str, bytes]:
    """The suffix and the bytes of a disclosure in the format of its style."""
    form = made.style["format"]
    if form == "pdf":
        from benchmarks.unseen import pdf

        return ".pdf", pdf.write(made)
    if form == "pdf-browser":
        from benchmarks.unseen import browser

        return ".pdf", browser.write(made)
    if form.startswith("html"):
        from benchmarks.unseen import web

        return ".html", web.write(made)
    from benchmarks.unseen import office

    return f".{form}", office.WRITERS[form](made)
