"""The answers to the example questions, worked out before anybody asks: they are what most people try first."""

import logging
from collections.abc import Callable

from server.answers import LARGEST, Answers
from server.errors import ServerError
from server.formats import RESULTS
from server.queries import examples
from server.question import Question, question, spool
from server.site import Site

_log = logging.getLogger(__name__)
FORMS = ("json", "csv")
ASKER = "examples"


def warm(site: Site, answers: Answers, stopped: Callable[[], bool]) -> int:
    """How many answers were worked out, one after the other, and kept; fewer when it is stopped, or one is refused."""
    made = 0
    for example in examples():
        for form in (each.name for each in RESULTS if each.name in FORMS):
            if stopped():
                return made
            given = {"query": [example.text], "format": [form]}
            made += _kept(site, answers, question(given, "", site.release.digest, site.settings), stopped)
    return made


def _kept(site: Site, answers: Answers, asked: Question, stopped: Callable[[], bool]) -> bool:
    if asked.key is None or answers.has(asked.key):
        return False
    try:
        with site.engine.ask(asked.query, spool(asked, site.settings), stopped, ASKER) as file:
            answers.keep(asked.key, file.read(LARGEST + 1))
    except ServerError as error:
        _log.info("an example is not answered beforehand: %s", error)
        return False
    return True
