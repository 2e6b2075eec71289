"""Reads a web page saved as one file (MHTML, .mht, also as .doc or .xls): its first page of HTML."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import replace
from pathlib import Path

from converter.document import Document
from converter.errors import DocumentError
from converter.readers.html import read_html

OPENING = re.compile(rb"\s*(?:[\w-]+:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){0,20}?MIME-Version:\s*1\.0", re.I)
REACH = 4096


def is_archived(data: bytes) -> bool:
    """Whether these bytes begin with the head of a message, as saved pages do."""
    head = data[:REACH]
    return OPENING.match(head) is not None and b"multipart/related" in head.lower()


def read_archived(path: Path, data: bytes) -> Document:
    """The lines of all HTML parts of a saved page; raises DocumentError when it holds none."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    pages = [part for part in message.walk() if part.get_content_type() == "text/html"]
    bodies = [body for page in pages if isinstance(body := page.get_payload(decode=True), bytes)]
    if not bodies:
        raise DocumentError(path, "the saved page holds no HTML", "save it again as HTML or PDF")
    return replace(read_html(path, max(bodies, key=len)), data=data)
