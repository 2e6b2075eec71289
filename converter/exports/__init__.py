"""A release in the forms of other tools: CSV on the Web, Parquet, Fiscal Data Package, cube.link."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from converter.errors import InputError
from converter.exports.cube_link import write_cubes
from converter.exports.fiscal import write_packages
from converter.exports.source import Source, open_release
from converter.exports.tables import write_csvw, write_parquet

FORMS: dict[str, Callable[[Source, Path], None]] = {
    "csvw": write_csvw,
    "parquet": write_parquet,
    "fiscal": write_packages,
    "cube-link": write_cubes,
}


def export(release: Path, form: str, out: Path) -> list[Path]:
    """The files written to the folder `out`, which is there whole or not at all; InputError says why not."""
    source = open_release(release)
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise InputError(f"{out} is there already", "name a new folder with --out, or empty this one")
    out.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    try:
        FORMS[form](source, work)
        os.chmod(work, 0o755)
        if out.exists():
            out.rmdir()
        work.rename(out)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise
    return sorted(path for path in out.rglob("*") if path.is_file())
