"""Whether a document says that it leaves out what is secret: then rows are missing on purpose."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from converter.disclosure import Disclosure

SAID = re.compile(
    r"(?:涉密|保密)[^。]{0,40}(?:剔除|不予公开|未予公开|不予以公开|不公开)|(?:剔除|不予公开|不公开|不含)[^。]{0,12}涉密"
)


def withholds(disclosure: Disclosure) -> bool:
    """Whether any passage of a document, in tables or outside, says so."""
    text = re.sub(r"\s+", "", disclosure.document.text)
    return SAID.search(text) is not None
