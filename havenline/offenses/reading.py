"""From a section as written to the offense it names, with every competing reading kept."""

from __future__ import annotations

from dataclasses import dataclass

from havenline.offenses.charge import written
from havenline.offenses.pieces import Section
from havenline.offenses.rows import MAIN_CODES, begins, tables

# What a scanner or a finger makes of a letter in brackets after 647, and what it may have been.
FIGURES = {"8": ("647(b)",), "13": ("647(b)",), "6": ("647(b)", "647.6")}
CHILD_OFFENSE = "647a"  # a false match here is serious: a blank alone does not make it 647(a)
REPAIRABLE = MAIN_CODES | {""}


@dataclass(frozen=True, slots=True)
class Cite:
    """One code, section and its paragraphs."""

    code: str
    section: str
    paragraphs: tuple[str, ...] = ()

    @property
    def normalized(self) -> str:
        """`PC 647(b)`, or empty without a code."""
        return written(self.code, self.section, self.paragraphs)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a section was read as: `cite` as written, `others` competing or proposed, `level` in its brackets.

    `doubt` says in words why `others` are not empty, or why the code is missing.
    """

    cite: Cite
    kind: str
    others: tuple[Cite, ...] = ()
    level: str = ""
    doubt: str = ""


def reading(section: Section, *, words: frozenset[str]) -> Reading:
    """Read one section; `words` (capitals) come from its literal and description and may settle a doubt."""
    if section.kind == "municipal":
        return Reading(Cite(section.code, section.number, _lower(section)), section.kind)
    if section.kind == "ncic":
        return Reading(Cite("NCIC", section.number.zfill(4)), section.kind)
    if section.kind == "federal":
        return _federal(section)
    return _state(section, words)


def _lower(section: Section) -> tuple[str, ...]:
    return tuple(text.lower() for text in (*section.glued, *section.groups))


def _federal(section: Section) -> Reading:
    if section.code == "US":
        return Reading(Cite("", section.number, _lower(section)), "federal", doubt="the title is missing")
    parts = (*section.glued, *section.groups)
    lettered = (
        [section.number + text for text in (parts[0].upper(), parts[0].lower())] if section.glued else []
    )
    for number in lettered:
        if (section.code, number) in tables().letters:
            return Reading(Cite(section.code, number, tuple(text.lower() for text in parts[1:])), "federal")
    return Reading(Cite(section.code, section.number, _lower(section)), "federal")


def _state(section: Section, words: frozenset[str]) -> Reading:
    _read_zeros(section)
    _drop_wrong_inheritance(section)
    likely = section.code or _likely_code(section.number)
    cites, level = _cites(likely, section, words)
    cites = cites or _cites(likely, section, frozenset())[0]
    shown = _as_written(likely, section, cites)
    if not section.code:
        others = cites if likely else ()
        others = _repaired(likely, shown, words) or others
        return Reading(Cite("", shown.section, shown.paragraphs), "", others, level, "no code is written")
    if len(cites) > 1:
        return Reading(shown, "state", cites, level, "without brackets it has two readings")
    other = _other_code(section, shown, words)
    if other:
        return Reading(shown, "state", other, level, "the number belongs to another code")
    repaired = _repaired(section.code, shown, words)
    return Reading(shown, "state", repaired, level, "it looks damaged" if repaired else "")


def _read_zeros(section: Section) -> None:
    """`1135O(A)`: the letter O at the end of a number that only with a zero is a section."""
    known = tables().known
    if section.glued and section.glued[0].upper() == "O":
        number = section.number + "0"
        if number in known and section.number not in known:
            section.number, section.glued = number, section.glued[1:]


def _drop_wrong_inheritance(section: Section) -> None:
    """`11550(A)/647(B) PC`: a neighbor's code is not taken over by a number that only another code has."""
    codes = tables().known.get(section.number, ())
    if not section.code_written and section.code in MAIN_CODES and codes and section.code not in codes:
        section.code = ""


def _likely_code(number: str) -> str:
    codes = tables().known.get(number, ())
    return codes[0] if codes else ""


def _as_written(code: str, section: Section, cites: tuple[Cite, ...]) -> Cite:
    if len(cites) == 1:
        return cites[0]
    lettered = [cite for cite in cites if cite.section != section.number]
    return lettered[0] if lettered else Cite(code, section.number, _lower(section))


def _cites(code: str, section: Section, words: frozenset[str]) -> tuple[tuple[Cite, ...], str]:
    """Every reading of number, glued letters and brackets under `code`, and a grade found in brackets."""
    parts, level = _without_grade(code, section)
    plain = Cite(code, section.number, parts)
    if not parts or not parts[0].isalpha():
        return (plain,), level
    number = section.number + parts[0]
    lettered = Cite(code, number, parts[1:])
    rival = tables().letters.get((code, number))
    if rival is None:
        return (plain,), level
    glued = bool(section.glued)
    if not rival:
        return ((lettered if glued else plain),), level
    if (not glued or section.closed) and not (section.blank and number == CHILD_OFFENSE):
        return _contradicted(plain, lettered, words), level
    return _told_apart(plain, lettered, words), level


def _without_grade(code: str, section: Section) -> tuple[tuple[str, ...], str]:
    """The subdivisions, and the grade when the last of them is one: `11377(M)`, `647(B)(M)`."""
    parts = _lower(section)
    last = parts[-1] if parts else ""
    if last not in ("m", "f", "i", "w"):
        return parts, ""
    if len(parts) > 1:
        is_grade = parts[-2].isalpha() or last in ("m", "w")
    else:
        ends = tables().last_letters.get((code, section.number))
        is_grade = last > ends if ends is not None else last in ("m", "w") and not section.glued
    return (parts[:-1], last.upper()) if is_grade else (parts, "")


def _contradicted(plain: Cite, lettered: Cite, words: frozenset[str]) -> tuple[Cite, ...]:
    """Brackets are clear unless the words tell only of the other section."""
    if _told(lettered, words) and not _told(plain, words):
        return (plain, lettered)
    return (plain,)


def _told_apart(plain: Cite, lettered: Cite, words: frozenset[str]) -> tuple[Cite, ...]:
    """`647B`: figures after the letter, or the words, may settle which of the two is meant."""
    rest = lettered.paragraphs
    if lettered.section == "647b" and rest and rest[0] in ("1", "2", "3", "4", "5"):
        return (plain,)  # 647(b) has these paragraphs, section 647b has none
    if lettered.section not in ("647a", "647b") and rest and rest[0].isalpha():
        return (lettered,)
    by_plain, by_letter = _told(plain, words), _told(lettered, words)
    if by_plain != by_letter:
        return (plain,) if by_plain else (lettered,)
    return (plain, lettered)


def _told(cite: Cite, words: frozenset[str]) -> bool:
    first = Cite(cite.code, cite.section, cite.paragraphs[:1] if cite.section == "647" else ())
    return is_told(first.normalized, words)


def is_told(name: str, words: frozenset[str]) -> bool:
    """Whether `words` contain one the table gives for the reading `name`."""
    for wanted in tables().words.get(name, ()):
        stem = wanted.removesuffix("*")
        if any(word == stem or (stem != wanted and word.startswith(stem)) for word in words):
            return True
    return False


def _other_code(section: Section, shown: Cite, words: frozenset[str]) -> tuple[Cite, ...]:
    """The readings under the code that has this number, when the written one has not and it matters."""
    codes = tables().known.get(section.number, ())
    if not codes or shown.code in codes:
        return ()
    found: list[Cite] = []
    for code in codes:
        cites = _cites(code, section, words)[0]
        found.extend(cite for cite in cites if matters(cite))
    return tuple(found)


def matters(cite: Cite) -> bool:
    """Whether any table of the policy speaks of this section."""
    key = (cite.code, cite.section)
    return key in tables().listed or key in tables().drugs


def _repaired(code: str, shown: Cite, words: frozenset[str]) -> tuple[Cite, ...]:
    """Proposals for a damaged citation; empty when nothing suggests damage."""
    known = tables().known
    number, parts = shown.section, shown.paragraphs
    if code not in REPAIRABLE:
        return ()
    if number == "647" and len(parts) > 1 and parts[0].isalpha() and parts[1].isalpha():
        return (Cite("PC", number, parts[:1]), Cite("PC", number, parts[1:]))
    if number == "647" and parts and parts[0] in FIGURES:
        return tuple(_named(name, parts[1:]) for name in FIGURES[parts[0]])
    if number in known or (code and not number.replace(".", "").isdigit()):
        return _told_otherwise(shown, words)
    if "." in number:
        whole = number.rstrip("0").rstrip(".")  # 372.0, 653.220: a spreadsheet's number
        found = [Cite(known[whole][0], whole, parts)] if whole != number and whole in known else []
        return tuple(cite for cite in found if not code or cite.code == code)
    dotted = [f"{number[:cut]}.{number[cut:]}" for cut in range(1, len(number))]
    dotted += _with_a_digit_more(number) if code else []
    found = [Cite(known[text][0], text, parts) for text in dotted if text in known]
    found = [cite for cite in found if not code or cite.code == code]
    if number in ("6478", "64713"):
        found.append(_named("647(b)", parts))
    return tuple(dict.fromkeys(found))


def _with_a_digit_more(number: str) -> list[str]:
    """`1137`: sections the policy speaks of that have one digit more; the number itself is no known section."""
    listed = {
        section for _, section in (*tables().drugs, *tables().listed) if len(section) == len(number) + 1
    }
    return [
        section
        for section in sorted(listed)
        if any(_without(section, cut) == number for cut in _cuts(section))
    ]


def _cuts(text: str) -> range:
    return range(len(text))


def _without(text: str, cut: int) -> str:
    return text[:cut] + text[cut + 1 :]


def _named(name: str, rest: tuple[str, ...]) -> Cite:
    number, _, letter = name.rstrip(")").partition("(")
    return Cite("PC", number, (letter, *rest) if letter else rest)


def _told_otherwise(shown: Cite, words: frozenset[str]) -> tuple[Cite, ...]:
    """A neighbor of a listed section whose words tell of prostitution: `653.2 PC-LOITER:PROSTITUTION`."""
    if shown.code not in ("", "PC") or not is_told("PC 647(b)", words):
        return ()
    if shown.section == "653.2":
        return (Cite("PC", "653.22", shown.paragraphs),)
    if shown.section == "647.6" or (shown.section == "647" and not _is_listed(shown)):
        return (Cite("PC", "647", ("b",)),)
    return ()


def _is_listed(cite: Cite) -> bool:
    rows = tables().listed.get((cite.code or "PC", cite.section), ())
    return any(
        row.subdivision and begins(cite.paragraphs, row.subdivision) for row in rows if row.charge == "Y"
    )
