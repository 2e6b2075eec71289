"""The short names of regions as everyday use makes them: 楚雄州, 积石山县, 广西, and 新疆阿克陶县."""

import re
from collections.abc import Iterable
from functools import cache

from ontology.tables import rows

# What a short name keeps of the words for autonomy, and the ends that fall away where another region follows.
_AUTONOMOUS = re.compile("(.+?)自治([州县旗])")
_ENDS = re.compile("(?<=..)(?:省|市|特别行政区|自治区)$")


@cache
def _groups() -> re.Pattern[str]:
    """The names of peoples at the end of a name; those of more than one character also without 族."""
    names = [row["name"].removesuffix("族") for row in rows("codelists", "ethnic-groups.csv")]
    words = sorted((name + ("族?" if len(name) > 1 else "族") for name in names), key=len, reverse=True)
    return re.compile(f"(?<=..)(?:各族|{'|'.join(words)})+$")


def short_name(name: str) -> str:
    """The name of an autonomous prefecture, county or banner without its peoples, or "".

    >>> short_name("积石山保安族东乡族撒拉族自治县"), short_name("东乡族自治县"), short_name("三门县")
    ('积石山县', '东乡县', '')
    """
    found = _AUTONOMOUS.fullmatch(name)
    if not found:
        return ""
    place = _groups().sub("", found.group(1))
    return place.removesuffix("族") + found.group(2)


def leading_name(name: str) -> str:
    """What is left of a province's, city's or prefecture's name where another region's follows, or "".

    >>> leading_name("广西壮族自治区"), leading_name("柳州市"), leading_name("楚雄彝族自治州"), leading_name("通州区")
    ('广西', '柳州', '楚雄州', '')
    """
    plain = _ENDS.sub("", name)
    return short_name(name) or (_groups().sub("", plain) if plain != name else "")


def leading_names(above: Iterable[str]) -> set[str]:
    """The ways to lead up to a name with short names of the regions above."""
    shorter = [leading_name(name) for name in above]
    whole = "".join(shorter) if all(shorter) and len(shorter) > 1 else ""
    return {name for name in (*shorter, whole) if name}
