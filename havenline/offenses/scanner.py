"""Tokens read left to right into the pieces of a citation, by position and never by search."""

from __future__ import annotations

from havenline.offenses.pieces import Code, Level, Modifier, Piece, Section, Separator, Word
from havenline.offenses.rows import tables
from havenline.offenses.tokens import END, Token

MARKERS = frozenset(
    ("SUB", "SUBD", "SUBDS", "SUBDIV", "SUBDIVISION", "SUBDIVISIONS", "SUBSEC", "SUBSECTION", "SUBSECTIONS")
    + ("SUBPARAGRAPH", "PARA", "PAR", "PARAGRAPH")
)
NOISE = frozenset(
    ("OF", "THE", "SECTION", "SECTIONS", "SEC", "SECS", "SECT", "S", "SS", "CODE", "CA", "CAL", "CALIF")
    + ("CALIFORNIA", "VIOLATION", "VIOL", "VIO", "CHARGE", "CHG", "RED", "REDUCED", "PER", "PURSUANT", "TO")
)
COUNTS = frozenset(("COUNT", "COUNTS", "CT", "CTS", "CNT", "CNTS"))
ORDINALS = frozenset(("ST", "ND", "RD", "TH"))
LEVELS = {
    "M": "M",
    "MIS": "M",
    "MISD": "M",
    "MISDEMEANOR": "M",
    "MISDEMEANORS": "M",
    "F": "F",
    "FEL": "F",
    "FELONY": "F",
    "I": "I",
    "INF": "I",
    "INFR": "I",
    "INFRACTION": "I",
    "W": "W",
    "WOB": "W",
    "WOBBLER": "W",
}
MODIFIERS = {
    **dict.fromkeys(("ATT", "ATTM", "ATTMPT", "ATMPT", "ATTEMPT", "ATTEMPTED", "ATTEMPTING"), "ATTEMPT"),
    **dict.fromkeys(("CONSP", "CONSPIRACY", "CONSPIRE", "CONSPIRING"), "CONSPIRACY"),
    **dict.fromkeys(("ACCESSORY", "ACCESSRY"), "ACCESSORY"),
}
BEFORE_LETTER = frozenset("./-,|:;")
REPEATS = frozenset(("/", ",", "&", "+", "AND"))
LONGEST_CODE = 8  # letter groups in a code's name


class Scanner:
    """Reads one list of tokens; `pieces()` gives the result. Linear in the number of tokens."""

    def __init__(self, read: list[Token]) -> None:
        self.read = read
        self.at = 0
        self.found: list[Piece] = []
        self.found_number = ""  # of the section being read
        self.waiting: list[str] = []  # subdivisions written before their section

    def peek(self, ahead: int = 0) -> Token:
        place = self.at + ahead
        return self.read[place] if place < len(self.read) else END

    def pieces(self) -> list[Piece]:
        """Every piece in order."""
        while self.at < len(self.read):
            token = self.peek()
            if token.kind == "N":
                self._number()
            elif token.kind == "L":
                self._letters()
            elif token.kind == "(":
                self._opening()
            else:
                if token.kind not in (")", "§", "#"):
                    self.found.append(Separator(token.kind))
                self.at += 1
        return self.found

    # numbers

    def _number(self) -> None:
        if self._counts(self.peek(1)) or self._is_day():
            return
        section = Section(self._digits())
        self.found_number = section.number
        self._subdivisions(section)
        if self.waiting:
            section.groups = [*self.waiting, *section.groups]
            self.waiting = []
        self.found.append(section)

    def _counts(self, after: Token) -> bool:
        """`COUNT 1`, `2 CTS`, `1)` and `1. ` before the citation number it, and are no part of it."""
        short = len(self.peek().text) <= 2
        if short and after.kind == "L" and after.text.upper() in COUNTS:
            self.at += 2
            return True
        itemized = after.kind == ")" or (after.kind == "." and not self.peek(2).glued)
        padded = self.peek().text[0] == "0" and after.kind == "N" and len(self.peek().text) <= 3
        if not self.found and padded:
            self.at += 1
            return True
        if not self.found and short and itemized and self.peek(2) is not END:
            self.at += 2
            return True
        return False

    def _is_day(self) -> bool:
        """`05/01/2016` and `2ND` are no sections; moves past them."""
        after = self.peek(1)
        if after.glued and after.kind == "L" and after.text.upper() in ORDINALS:
            self.at += 2
            return True
        parts = [self.peek(ahead) for ahead in range(5)]
        is_day = [part.kind for part in parts] in (["N", "/", "N", "/", "N"], ["N", "-", "N", "-", "N"])
        if is_day and len(parts[0].text) <= 2 and len(parts[2].text) <= 2 and len(parts[4].text) == 4:
            self.at += 5
            return True
        return False

    def _digits(self) -> str:
        number = self.peek().text.lstrip("0") or "0"
        self.at += 1
        while True:
            sign, more = self.peek(), self.peek(1)
            if more.kind != "N" or sign.kind not in (".", ","):
                return number
            joined = self._joined(number, sign, more)
            if not joined:
                return number
            number = joined
            self.at += 2

    @staticmethod
    def _joined(number: str, sign: Token, more: Token) -> str:
        """The number with its decimals, where sign and blanks leave one reading; else empty."""
        known = tables().known
        dotted = f"{number}.{more.text}"
        if sign.kind == "." and sign.glued and more.glued:
            first, _, rest = dotted.partition(".")
            attempted = first in tables().modifiers and dotted not in known and rest in known
            return "" if attempted else dotted
        if dotted in known and (sign.glued or more.glued) and (sign.kind == "." or more.glued):
            return dotted
        if (
            sign.kind == ","
            and sign.glued
            and more.glued
            and len(more.text) == 3
            and number + more.text in known
        ):
            return number + more.text  # 11,377: a thousands comma
        return ""

    # subdivisions

    def _subdivisions(self, section: Section) -> None:
        while self._glued(section) or self._grouped(section) or self._set_apart(section):
            pass

    def _glued(self, section: Section) -> bool:
        token = self.peek()
        if not token.glued or token.kind not in ("N", "L"):
            return False
        if token.kind == "N":
            fits = len(token.text) <= 2 and (section.glued or section.groups)
        else:
            fits = not self._code_at(self.at)[0] or self._split(token)
            token = self.peek()
            if fits and len(token.text) > 1:
                fits = self._split(token) or len(token.text) == 2 or _is_roman(token.text)
                token = self.peek()
        if not fits:
            return False
        (section.groups if section.groups else section.glued).append(token.text)
        self.at += 1
        return True

    def _split(self, token: Token) -> bool:
        """`647BPC`: a letter and a code run together are cut apart."""
        rest = token.text[1:].upper()
        if rest not in tables().codes or len(rest) > 3:
            return False
        last = self.found_number
        whole, part = tables().codes.get(token.text.upper(), ("", ""))[0], tables().codes[rest][0]
        if whole and (whole == part or part not in tables().known.get(last, ())):
            return False
        self.read[self.at : self.at + 1] = [
            token._replace(text=token.text[0]),
            token._replace(text=token.text[1:]),
        ]
        return True

    def _grouped(self, section: Section) -> bool:
        """`(b)`, `[b]`, ` ( B )`, `.(B)`, `(b`, `(b1)`: one bracket, its sign before it allowed."""
        start = self.at
        if self.peek().kind == ")":  # a closing bracket whose opening was lost: `647 b)`
            self.at += 1
            section.closed = bool(section.glued) and not section.groups
            return bool(section.glued or section.groups)
        if self.peek().kind in BEFORE_LETTER and not section.groups and self.peek(1).kind == "(":
            self.at += 1
        group = self._group() if self.peek().kind == "(" else None
        if group is None or (
            start != self.at
            and self.read[start].kind == "-"
            and group[0].upper() in LEVELS
            and section.number != "647"
        ):
            self.at = start
            return False
        section.groups.extend(group)
        return True

    def _group(self) -> list[str] | None:
        """The content of a bracket if it is a subdivision; moves past it. None leaves the place alone."""
        ahead, content = 1, []
        while self.peek(ahead).kind == "(":
            ahead += 1
        if self._code_at(self.at + ahead)[0]:
            return None
        while self.peek(ahead).kind in ("N", "L", ".", "-") and len(content) < 4:
            token = self.peek(ahead)
            if token.kind in ("N", "L"):
                if content and not token.glued:
                    break
                content.append(token.text)
            ahead += 1
        closed = self.peek(ahead).kind == ")"
        fits = all(len(text) <= 2 or _is_roman(text) for text in content)
        if not content or not fits or not (closed or self._may_stay_open(ahead)):
            return None
        self.at += ahead + closed
        return content

    def _may_stay_open(self, ahead: int) -> bool:
        following = self.peek(ahead)
        return following.kind in ("", "(", "/", ";") or not following.glued

    def _set_apart(self, section: Section) -> bool:
        """`647 B`, `647-B`, `647/B`, `PC|647|B`, `647, subd. (b)`: a single letter or a named subdivision."""
        ahead = 0
        while self.peek(ahead).kind in BEFORE_LETTER:
            ahead += 1
        token = self.peek(ahead)
        if token.kind == "L" and token.text.upper() in MARKERS:
            return self._named(section, ahead)
        if (section.groups or section.glued) and token.kind == "N" and ahead <= 1 and len(token.text) == 1:
            return self._paragraph(section, ahead)
        if ahead > 1 or token.kind != "L" or len(token.text) != 1 or section.groups or section.glued:
            return False
        if self._code_at(self.at + ahead)[0] or self._is_word_start(ahead) or self._is_grade(section, token):
            return False
        section.groups.append(token.text)
        section.blank = ahead == 0
        self.at += ahead + 1
        return True

    def _paragraph(self, section: Section, ahead: int) -> bool:
        """`647(b).1`, `647 B 2`: a single figure after a letter."""
        following = self.peek(ahead + 1)
        alone = following.kind in ("", "(", ")") or not following.glued or following.kind == "/"
        before = section.groups or section.glued
        letter = before[-1].isalpha()
        near = self.peek(ahead).glued or bool(self._code_at(self.at + ahead + 1)[0]) or following is END
        if not (letter and near and alone) or (ahead and self.peek().kind not in (".", "-")):
            return False
        before.append(self.peek(ahead).text)
        self.at += ahead + 1
        return True

    def _is_word_start(self, ahead: int) -> bool:
        """`W/PRIOR`, `H & S`, `I.D.`: a letter that opens something longer."""
        following, second = self.peek(ahead + 1), self.peek(ahead + 2)
        if following.kind == "&" or self.peek(ahead).text.upper() == "W" and following.kind == "/":
            return True
        return following.kind == "." and second.kind == "L" and second.glued and len(second.text) == 1

    @staticmethod
    def _is_grade(section: Section, token: Token) -> bool:
        letter = token.text.upper()
        return letter in ("M", "F", "I", "W") and not (section.number == "647" and letter in ("F", "I"))

    def _named(self, section: Section, ahead: int) -> bool:
        start = self.at
        self.at += ahead + 1
        names = self._names()
        if not names:
            self.at = start
            return False
        section.groups.extend(names)
        return True

    def _names(self) -> list[str]:
        """What follows the word subdivision: `. (b)(1)`, `b`, ` b 1`."""
        while self.peek().kind in (".", ":"):
            self.at += 1
        names: list[str] = []
        while True:
            token = self.peek()
            if token.kind == "(":
                group = self._group()
                if group is None:
                    return names
                names.extend(group)
            elif token.kind in ("L", "N") and len(token.text) == 1 and (not names or token.glued):
                names.append(token.text)
                self.at += 1
            else:
                return names

    # letters

    def _letters(self) -> None:
        code, kind, length = self._code_entry(self.at)
        word = self.peek().text.upper()
        if code:
            self.found.append(Code(code, kind))
            self.at += length
        elif word in MARKERS:
            self.at += 1
            self.waiting.extend(self._names())
        elif word in COUNTS:
            self._count()
        elif word == "W" and self.peek(1).kind == "/":
            self.found.append(Separator("WITH"))
            self.at += 2
        else:
            self._plain(word)

    def _count(self) -> None:
        self.at += 1
        while self.peek().kind in ("#", "."):
            self.at += 1
        if self.peek().kind == "N":
            self.at += 1
        while self.peek().kind in (":", "-", ".", ")"):
            self.at += 1

    def _plain(self, word: str) -> None:
        if word in LEVELS and (len(word) > 1 or not self._opens_words()):
            self.found.append(Level(LEVELS[word]))
        elif word in MODIFIERS:
            self.found.append(Modifier(MODIFIERS[word]))
        elif word in ("AND", "WITH", "W"):
            self.found.append(Separator(word if word != "W" else "WITH"))
        elif len(word) == 1 and self._belongs_before_code():
            return
        elif len(word) == 1 and (number := self._repeated(frozenset("/"))):
            self.found.append(Section(number, groups=[self.peek().text], elided=True))
        elif word not in NOISE:
            self.found.append(Word(word))
        self.at += 1

    def _opens_words(self) -> bool:
        following = self.peek(1)
        return following.kind in ("&",) or (following.kind == "." and self.peek(2).glued)

    def _opening(self) -> None:
        """A bracket that follows no section: `/(B)` repeats its neighbor's number; else a remark."""
        if self._belongs_before_code():
            return
        number = self._repeated(REPEATS)
        group = self._group() if number else None
        if group is None:
            self.at += 1
            return
        section = Section(number, groups=group, elided=True)
        self._subdivisions(section)
        self.found.append(section)

    def _belongs_before_code(self) -> bool:
        """`647 PC (B)`: the code stands between a bare number and its subdivision."""
        if len(self.found) < 2 or not isinstance(self.found[-1], Code):
            return False
        section = self.found[-2]
        if not isinstance(section, Section) or section.groups or section.glued:
            return False
        self._subdivisions(section)
        return bool(section.groups)

    def _repeated(self, signs: frozenset[str]) -> str:
        """The number of the section before one of `signs`; empty when there is none."""
        if len(self.found) < 2:
            return ""
        section, sign = self.found[-2:]
        if isinstance(section, Section) and isinstance(sign, Separator) and sign.sign in signs:
            return section.number
        return ""

    # codes

    def _code_at(self, place: int) -> tuple[str, int]:
        code, _, length = self._code_entry(place)
        return code, length

    def _code_entry(self, place: int) -> tuple[str, str, int]:
        """The longest code name that starts at `place`: (code, kind, tokens used); empty when none."""
        best = ("", "", 0)
        letters, at = "", place
        groups: list[Token] = []
        while at < len(self.read) and len(groups) < LONGEST_CODE:
            token = self.read[at]
            if token.kind == "L":
                if token.text.upper() != "AND" or not letters:
                    letters += token.text.upper()
                    groups.append(token)
                if letters in tables().codes and self._is_one_name(groups, place, at + 1):
                    best = (*tables().codes[letters], at + 1 - place + self._period(at + 1, len(groups)))
            elif not letters or token.kind not in (".", "&", "/") or (token.kind == "/" and letters != "H"):
                break
            at += 1
        return best

    def _is_one_name(self, groups: list[Token], place: int, following: int) -> bool:
        """A name is one group, or initials, or words; `B PC` and `B P.C.` are a subdivision and a code."""
        if len(groups) == 1:
            return True
        initials = sum(len(group.text) == 1 for group in groups)
        if initials not in (0, len(groups)):
            joined = any(token.kind == "&" for token in self.read[place:following])  # H&SC
            return joined or groups[-1].text.upper() == "CODE"
        goes_on = (
            following + 1 < len(self.read)
            and self.read[following].kind == "."
            and self.read[following + 1].glued
            and self.read[following + 1].kind == "L"
            and len(self.read[following + 1].text) == 1
        )
        return not initials or not (goes_on or _is_unevenly_set(self.read[place:following]))

    def _period(self, place: int, groups: int) -> int:
        """The closing period of `P.C.` belongs to the code."""
        has_period = place < len(self.read) and self.read[place].kind == "."
        return 1 if groups > 1 and has_period else 0


def _is_roman(text: str) -> bool:
    return len(text) <= 4 and set(text.lower()) <= set("ivx")


def _is_unevenly_set(span: list[Token]) -> bool:
    """Whether some initials have a period and others none: `B P.C.`."""
    kinds = [token.kind for token in span]
    letters = kinds.count("L")
    return "&" not in kinds and kinds.count(".") not in (0, letters - 1)
