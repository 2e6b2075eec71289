"""Prints a disclosure as a PDF with a browser: what departments get that save a web page or a form as PDF."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from benchmarks.unseen.disclosure import Made
from benchmarks.unseen.web import printable

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
SWITCHES = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
PATIENCE = 120  # seconds


def browser() -> str | None:
    """The path of a browser that prints, or None."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def write(made: Made) -> bytes:
    """The PDF that the browser prints; raises RuntimeError where there is none."""
    program = browser()
    if program is None:
        raise RuntimeError(f"none of {', '.join(BROWSERS)} is installed")
    with tempfile.TemporaryDirectory() as folder:
        page, sheet = Path(folder) / "page.html", Path(folder) / "page.pdf"
        page.write_bytes(printable(made))
        command = [program, *SWITCHES, f"--user-data-dir={folder}/profile", f"--print-to-pdf={sheet}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
        return sheet.read_bytes()
