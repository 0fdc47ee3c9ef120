"""Brings names in other scripts into Latin letters, roughly: to find whom to look at, never for a page."""

from __future__ import annotations

import unicodedata

_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z", "и": "i",
    "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
    "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "",
    "э": "e", "ю": "yu", "я": "ya", "і": "i", "ї": "i", "є": "ye", "ґ": "g", "ў": "u",
}  # fmt: skip
# Arabic is written without its short vowels: what comes out is compared by its consonants.
_ARABIC = {
    "ا": "a", "أ": "a", "إ": "i", "آ": "a", "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh",
    "د": "d", "ذ": "dh", "ر": "r", "ز": "z", "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z",
    "ع": "a", "غ": "gh", "ف": "f", "ق": "q", "ك": "k", "ک": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h",
    "ة": "a", "و": "u", "ي": "i", "ی": "i", "ى": "a", "ئ": "y", "ؤ": "w", "ء": "", "پ": "p", "چ": "ch",
    "گ": "g", "ژ": "zh",
}  # fmt: skip
_SPELLED = str.maketrans({**_CYRILLIC, **_ARABIC})
# Family names of two signs; all others have one.
_DOUBLE_FAMILY = ("歐陽", "欧阳", "司徒", "司馬", "司马", "上官", "諸葛", "诸葛", "慕容", "皇甫", "令狐")


def latin(name: str) -> str:
    """The name in Latin letters; what is in them already, or in a script nobody here reads, stays."""
    folded = unicodedata.normalize("NFC", name.casefold())
    words = (_of_signs(word) if _is_han(word) else word.translate(_SPELLED) for word in folded.split())
    return " ".join(words)


def _is_han(word: str) -> bool:
    return bool(word) and all("\u3400" <= sign <= "\u9fff" for sign in word)


def _of_signs(word: str) -> str:
    """Chinese signs in Pinyin without tones: the family name, a space, the given name as one word."""
    from pypinyin import lazy_pinyin

    family = 2 if word.startswith(_DOUBLE_FAMILY) and len(word) > 2 else 1
    if len(word) == 1:
        return "".join(lazy_pinyin(word))
    # The library's own way with `ü` is `v`.
    parts = (word[:family], word[family:])
    return " ".join("".join(lazy_pinyin(part)).replace("v", "u") for part in parts)
