"""What the words right before a number say of it: that it is a change, a share, a completion, of which phase."""

from __future__ import annotations

import re
from dataclasses import dataclass

SIGN = r"(?P<sign>增加|增长|上升|减少|下降|降低|减)了?(?:约)?"
CHANGE = re.compile(rf"{SIGN}$")
# the word of the change before the name of what changed: 增加人员经费10万元, not 增加到 and not 增加的人员经费
MOVED = re.compile(
    r"(?<!用于)(?P<sign>增加|减少|追加|调增|追减|核减|压减|调减)了?(?![到至为后的以])[\u4e00-\u9fff“”\"]{3,24}$"
)
# what the words compare with is of another year
COMPARED = re.compile(r"^(?:较|比|与|同)(?:上年|去年|上一年|20\d\d年)")
# what is given for one head, or for several subjects in their order, is no amount of the one named last
PER_HEAD = re.compile(r"人均|生均|每人|每生")
IN_ORDER = re.compile(r"分别|依次|各(?=[是为增减上下降])")
ANOTHER = re.compile(r"[、，,和与]-?\d[\d,.]*(?:亿元|万元|元|%)")
# what several subjects have together is no amount of the last one: 卫生健康支出、住房保障支出共减少4万元
TOGETHER = re.compile(rf"(?:一共|总共|共计|共)(?:{SIGN.replace('?P<sign>', '')}|支出|安排|投入)?(?:为|是)?$")
LISTED = re.compile(r"[\u4e00-\u9fff]{3,}、$")
# what was saved or spent too much is no amount of the subject: 节约“三公”经费5万元 (能源节约利用 is a subject)
SAVED = re.compile(r"(?<!能源)节约|节省|节支|超支")
BRACKETED = re.compile(rf"{SIGN}-?[\d,.]+(?:亿元|万元|元)[(（](?:(?:增加|增长|上升|减少|下降|降低)了?)?$")
SHARE = re.compile(
    r"占(?:比(?:例|重)?(?:为|约|超过|达到?|近|仅)*"
    r"|(?P<base>[^占]{1,24}?)(?:的(?:比例|比重)?(?:为|约)?)?)?$"
)
COMPLETED = re.compile(r"(?:完成|为)(?:20\d\d年(?:度)?)?(?P<phase>年初|全年|调整|当年)?预算(?:数)?的$")
WHOLE = re.compile(r"^(?:本年|当年|年度|全部|部门)*(?:总?(?:支出|收入)|总额|(?:支出|收入)(?:合计|总[额计]))$")

# What may stand between a subject's name and its amount, and a clause that says of which phase an amount is.
LINK = re.compile(
    r"[”\"]?(?:科目|支出)*(?:20\d\d年(?:度)?)?(?:当年|本年)?(?:财政拨款|一般公共预算)?(?:支出)?(?:预算)?"
    r"(?:数|支出|安排|为|是|共|计)*"
)
PHASED = re.compile(
    r"^(?:20\d\d年(?:度)?|上年)?(?:当年|本年|年初|支出|财政拨款)*"
    r"(?P<phase>调整预算|全年预算|预算执行|预计执行|执行|预算|决算)(?:数|安排|支出|为|是|共|计)*$"
)
# the same behind a subject's name (因公出国费支出决算为); 一般公共预算 and its like name money, and 预算支出 no phase
NAMED_PHASE = re.compile(r"(?<!公共)(?<!基金)(?<!经营)(?P<phase>调整预算|全年预算|预算|决算)(?:数|安排|为|是|共|计)+$")
PHASES = {"预算": "budget", "决算": "final-account", "调整预算": "adjusted", "全年预算": "adjusted"}
BUDGETED = "budgeted"  # the base of a completion: the amount that was budgeted for the same subject


def phase_of(clause: str) -> str:
    """The budget phase that a clause without another name gives its amount, or ""."""
    found = PHASED.match(clause)
    return PHASES.get(found.group("phase"), "execution") if found else ""


def phase_behind_name(words: str) -> str:
    """The budget phase that words which name a subject end with, or "".

    >>> phase_behind_name("因公出国费支出决算为"), phase_behind_name("一般公共预算安排"), phase_behind_name("预算支出")
    ('final-account', '', '')
    """
    found = NAMED_PHASE.search(words)
    return PHASES[found.group("phase")] if found else ""


def share_base(clause: str) -> str | None:
    """The words for what a share is of ("" for a total of the document); None when the clause gives no share."""
    if COMPLETED.search(clause):
        return BUDGETED
    found = SHARE.search(clause)
    if found is None:
        return None
    base = found.group("base") or ""
    return "" if WHOLE.match(base) else base


def without_share(clause: str) -> str:
    """The clause without the words of a share: what it is about."""
    return SHARE.sub("", COMPLETED.sub("", clause))


def direction_of(clause: str) -> str:
    """`increase` or `decrease` as the end of a clause or the word before its subject says, or ""."""
    found = CHANGE.search(clause) or MOVED.search(clause)
    sign = found.group("sign") if found else ""
    return ("increase" if sign in {"增加", "增长", "上升", "追加", "调增"} else "decrease") if sign else ""


def is_of_several(words: str, behind: str, before: str) -> bool:
    """Whether a number is for one head, what subjects have together, or the first of several in their order."""
    together = TOGETHER.search(words) and (LISTED.search(before) or re.search("[和与及]", words))
    return bool(PER_HEAD.search(words) or together or (IN_ORDER.search(words) and ANOTHER.match(behind)))


@dataclass(frozen=True)
class Clause:
    """The words before a number: `about` without those of a share; phase, direction and base where they say them."""

    words: str
    about: str
    phase: str
    direction: str
    base: str | None

    @property
    def compared(self) -> bool:
        """Whether the number is what another year had: 较2022年收入总数144万元减少…"""
        return not self.direction and self.base is None and COMPARED.match(self.words) is not None

    @property
    def follows(self) -> bool:
        """Whether the number may be about what was named last."""
        return bool(self.direction or self.phase or self.base is not None)


def clause_of(words: str, link: str | None, before: str) -> Clause:
    """What a clause says of its number; `link` stands between a named subject and the number, `before` ends with it."""
    about = without_share(words)
    rate = BRACKETED.search(before)
    direction = direction_of(rate.group("sign") if rate else words)
    return Clause(words, about, phase_of(about if link is None else link), direction, share_base(words))
