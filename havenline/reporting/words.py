"""Keeps what a person wrote as they wrote it: nothing is cut, nothing changes unseen.

Bytes that are no text (lone surrogates, broken UTF-8) cannot be stored as text: they become U+FFFD, which a
reader can see, and the page says so. All else, NUL and direction marks too, comes back equal.
"""

from __future__ import annotations

WORDS_LIMIT = 200_000
LINE_LIMIT = 2_000
REPLACED = "\ufffd"
_NUL_SEEN = "\u2400"  # a browser drops NUL; this sign of it can be seen

# What the queue may show of a report's length: coarse, so that it does not tell one report from another.
_BUCKETS = ((500, "short"), (5_000, "medium"), (50_000, "long"))
LONGEST = "longest"
BUCKETS = (*(name for _, name in _BUCKETS), LONGEST)


def storable(text: str) -> str:
    """`text` with each lone surrogate replaced by U+FFFD, so that it has a UTF-8 form; all else untouched."""
    try:
        text.encode()
    except UnicodeEncodeError:
        pass  # the fault carries the text: it is answered here and goes no further
    else:
        return text
    return "".join(REPLACED if "\ud800" <= sign <= "\udfff" else sign for sign in text)


def has_replaced(text: str) -> bool:
    """Whether something in `text` could not be read as text and was replaced."""
    return REPLACED in text


def visible(text: str) -> str:
    """`text` for a page: NUL as a sign that can be seen. The page isolates its direction."""
    return text.replace("\0", _NUL_SEEN)


def is_empty(text: str) -> bool:
    """Whether there is nothing to read in `text`."""
    return not text.replace("\0", "").strip()


def bucket(text: str) -> str:
    """How long a text is, in four steps: short, medium, long, longest."""
    return next((name for limit, name in _BUCKETS if len(text) <= limit), LONGEST)
