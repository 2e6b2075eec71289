"""Reports for people and for programs: text, HTML, a badge, JUnit XML, SARIF, JSON, Turtle."""

from shapes.writing.checked import Checked
from shapes.writing.machine import as_json, as_junit, as_sarif, as_turtle
from shapes.writing.page import as_badge, as_html
from shapes.writing.text import as_text

WRITERS = {
    "text": as_text,
    "html": as_html,
    "junit": as_junit,
    "sarif": as_sarif,
    "json": as_json,
    "turtle": as_turtle,
}

__all__ = ["WRITERS", "Checked", "as_badge", "as_html", "as_text"]
