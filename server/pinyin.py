"""The initials of pinyin: 医疗保障局 is ylbzj.

The first level of GB 2312 lists its 3,755 characters by pinyin, so that the place of a character tells its
initial, in one reading each. Characters beyond it have none.
"""

from bisect import bisect_right

# Where each initial begins in GB 2312; the last is the end of the first level. I, U and V begin no syllable.
_STARTS = (
    0xB0A1, 0xB0C5, 0xB2C1, 0xB4EE, 0xB6EA, 0xB7A2, 0xB8C1, 0xB9FE, 0xBBF7, 0xBFA6, 0xC0AC, 0xC2E8,
    0xC4C3, 0xC5B6, 0xC5BE, 0xC6DA, 0xC8BB, 0xC8F6, 0xCBFA, 0xCDDA, 0xCEF4, 0xD1B9, 0xD4D1, 0xD7FA,
)  # fmt: skip
_LETTERS = "abcdefghjklmnopqrstwxyz"
_OTHER = "?"


def initials(text: str) -> str:
    """The initials of a Chinese text in lower case; letters and digits stay, what has none becomes `?`."""
    return "".join(_initial(each) for each in text)


def _initial(character: str) -> str:
    if character.isascii():
        return character.casefold() if character.isalnum() else ""
    try:
        number = int.from_bytes(character.encode("gb2312"), "big")
    except UnicodeEncodeError:
        return _OTHER
    place = bisect_right(_STARTS, number) - 1
    return _LETTERS[place] if 0 <= place < len(_LETTERS) else _OTHER
