"""Text as tokens: pairs of neighbouring characters find any word of two or more, single ones find the rest."""

import re
import unicodedata

# Chinese characters, with the extensions; everything else that is a letter or digit stays a word.
_CHARACTERS = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"(?P<han>[{_CHARACTERS}]+)|[^\W_{_CHARACTERS}]+")


def normal(text: str) -> str:
    """The text in one form: full-width letters become plain ones, capitals small, spaces single."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def runs(text: str) -> list[tuple[bool, str]]:
    """The runs of Chinese characters (true) and the other words (false) in a text, in order."""
    return [(match["han"] is not None, match[0]) for match in _RUN.finditer(normal(text))]


def pairs(run: str) -> list[str]:
    """The neighbouring pairs of characters of a run; nothing for a single character."""
    return [run[place : place + 2] for place in range(len(run) - 1)]


def grams(text: str) -> str:
    """The tokens that find a text by words of two characters or more."""
    return " ".join(token for han, run in runs(text) for token in (pairs(run) if han else [run]))


def chars(text: str) -> str:
    """The tokens that find a text by a single Chinese character."""
    return " ".join(character for han, run in runs(text) if han for character in run)


def tokens(text: str) -> frozenset[str]:
    """The set of tokens to compare two names by: pairs, words, and the characters that stand alone."""
    return frozenset(token for han, run in runs(text) for token in (pairs(run) if han and len(run) > 1 else [run]))


def phrases(words: str) -> str | None:
    """What the index is asked for: every run of the words, in this order within; None when there is nothing."""
    parts = []
    for han, run in runs(words):
        if not han:
            parts.append(f'({{grams initials notation}} : "{run}"*)')
        elif len(run) == 1:
            parts.append(f'(chars : "{run}")')
        else:
            parts.append(f'(grams : "{" ".join(pairs(run))}")')
    return " AND ".join(parts) or None


def scattered(words: str) -> str | None:
    """What the index is asked for to find short forms, 卫滨医保 for 卫滨区医疗保障局: names with all the characters."""
    han = [run for is_han, run in runs(words) if is_han]
    others = [f'({{grams initials notation}} : "{run}"*)' for is_han, run in runs(words) if not is_han]
    letters = dict.fromkeys("".join(han))
    return " AND ".join([f'(chars : "{each}")' for each in letters] + others) if len(letters) > 2 else None


def any_of(words: str, most: int = 40) -> str | None:
    """What the index is asked for to find names that are like the words, not the same."""
    found = sorted(tokens(words))[:most]
    return " OR ".join(f'"{token}"' for token in found) or None


RECONCILED = "reconciled"  # the kind that stands for all that can be reconciled


def kind_tokens(kind: str, type_iri: str, reconciled: bool) -> str:
    """The tokens by which a search is kept to a kind or a type of things."""
    return f"kind{_letters(kind)} type{_letters(type_iri)}" + f" kind{RECONCILED}" * reconciled


def within(match: str, kind: str = "", type_iri: str = "") -> str:
    """A match kept to a kind, a type, or both."""
    wanted = [f'"kind{_letters(kind)}"'] * bool(kind) + [f'"type{_letters(type_iri)}"'] * bool(type_iri)
    return f"({match})" + "".join(f" AND (kind : {token})" for token in wanted)


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
