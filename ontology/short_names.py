"""The short names of regions as everyday use makes them: 楚雄州, 积石山县, 广西, and 新疆阿克陶县."""

import re
from collections.abc import Iterable
from functools import cache

from ontology.tables import rows

# What a short name keeps of the words for autonomy, and the ends that fall away where another region follows.
_AUTONOMOUS = re.compile("(.+?)自治([州县旗])")
# Banners keep their first character and which of several they are: 察右前旗, 阿左旗.
_WING = re.compile("(.).+?([左右])翼([前中后])旗")
_SIDE = re.compile("(.)[^左右前中后]+([左右前中后])旗")
_BANNERS = {"东乌珠穆沁旗": "东乌旗", "西乌珠穆沁旗": "西乌旗", "达尔罕茂明安联合旗": "达茂旗"}
_ENDS = re.compile("(?<=..)(?:省|市|特别行政区|自治区)$")


@cache
def _groups() -> re.Pattern[str]:
    """The names of peoples at the end of a name; those of more than one character also without 族."""
    names = [row["name"].removesuffix("族") for row in rows("codelists", "ethnic-groups.csv")]
    words = sorted((name + ("族?" if len(name) > 1 else "族") for name in names), key=len, reverse=True)
    return re.compile(f"(?<=..)(?:各族|{'|'.join(words)})+$")


def short_name(name: str) -> str:
    """The name of an autonomous prefecture, county or banner without its peoples, the short one of a banner, or "".

    >>> short_name("积石山保安族东乡族撒拉族自治县"), short_name("东乡族自治县"), short_name("三门县")
    ('积石山县', '东乡县', '')
    >>> short_name("察哈尔右翼前旗"), short_name("阿拉善左旗"), short_name("东乌珠穆沁旗"), short_name("敖汉旗")
    ('察右前旗', '阿左旗', '东乌旗', '')
    """
    found = _AUTONOMOUS.fullmatch(name)
    if not found:
        banner = _WING.fullmatch(name) or _SIDE.fullmatch(name)
        return _BANNERS.get(name, "".join(banner.groups()) + "旗" if banner else "")
    place = _groups().sub("", found.group(1))
    return place.removesuffix("族") + found.group(2)


def autonomous_name(name: str) -> str:
    """The name of an autonomous prefecture or county without its peoples alone, or "".

    >>> autonomous_name("湘西土家族苗族自治州"), autonomous_name("东乡族自治县"), autonomous_name("三门县")
    ('湘西自治州', '东乡自治县', '')
    """
    short = short_name(name) if _AUTONOMOUS.fullmatch(name) else ""
    return short[:-1] + "自治" + short[-1] if short else ""


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
