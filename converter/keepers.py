"""Who keeps a unit that is named after a larger place (某市第三幼儿园为某区教育局主办): its region is the keeper's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from converter.identity_words import words
from converter.words import key
from ontology.regions import Region, regions

BODY = r"(?:局|委员会|委|厅|部|政府|办公室)"
WORD = r"[\u4e00-\u9fff]"


def keepers(name: str, sentences: Iterable[str]) -> set[str]:
    """The bodies that sentences about a unit call its keeper: 某园为某区教育局主办的幼儿园, 某园隶属于某区教育局."""
    own, keeps = re.escape(name), "|".join(words()["keeps"])
    patterns = (
        rf"{own}(?:是|为|系|属)由?({WORD}{{2,20}}?{BODY})(?:{keeps})",
        rf"{own}隶属于?({WORD}{{2,20}}?{BODY})",
    )
    texts = [key(sentence) for sentence in sentences]
    return {found for text in texts for pattern in patterns for found in re.findall(pattern, text)}


def is_below(inner: Sequence[Region], outer: Sequence[Region]) -> bool:
    """Whether one place lies within another and is not that place."""
    return len(inner) == len(outer) == 1 and outer[0] in regions().path(inner[0].code)[:-1]
