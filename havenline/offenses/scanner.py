"""Tokens read left to right into the pieces of a citation, by position and never by search."""

from __future__ import annotations

from havenline.offenses.pieces import Code, Level, Modifier, Piece, Section, Separator, Word
from havenline.offenses.rows import Tables
from havenline.offenses.subdivisions import Subdivisions
from havenline.offenses.tokens import END, Token
from havenline.offenses.vocabulary import (
    CONJUNCTIONS,
    COUNTS,
    FIGURES_MISREAD,
    LEVELS,
    MARKERS,
    MODIFIERS,
    NOISE,
    ORDINALS,
    QUANTITIES,
    REPEATS,
    THROUGH,
)


class Scanner(Subdivisions):
    """Reads one list of tokens; `pieces()` gives the result. Linear in the number of tokens."""

    def __init__(self, read: list[Token], tables: Tables) -> None:
        super().__init__(read, tables)
        self.found: list[Piece] = []
        self.waiting: list[str] = []  # subdivisions written before their section

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

    def _number(self) -> None:
        if self._counts(self.peek(1)) or self._is_day():
            return
        self._read_figures()
        section = Section(self._digits())
        self.subdivide(section)
        if self.waiting:
            section.groups = [*self.waiting, *section.groups]
            self.waiting = []
        self.found.append(section)

    def _counts(self, after: Token) -> bool:
        """`COUNT 1`, `2 CTS`, `1)` and `1. ` before the citation number it, and are no part of it; nor are
        `1 PRIOR` and a share of alcohol, `.08`."""
        short = len(self.peek().text) <= 2
        if short and after.kind == "L" and after.text.upper() in (*COUNTS, *QUANTITIES, "X"):
            self.at += 2
            return True
        itemized = after.kind == ")" or (after.kind == "." and not self.peek(2).glued)
        padded = self.peek().text[0] == "0" and len(self.peek().text) <= 3 and self._cites(1)
        if self.found and self._is_share():
            self.at += 1
            return True
        if not self.found and padded:
            self.at += 1
            return True
        if not self.found and short and itemized and self.peek(2) is not END:
            self.at += 2
            return True
        return False

    def _is_share(self) -> bool:
        """`.08`: a period set apart from what stands before it, then a nought."""
        sign = self.read[self.at - 1]
        return sign.kind == "." and not sign.glued and self.peek().glued and self.peek().text[0] == "0"

    def _cites(self, ahead: int) -> bool:
        """Whether a citation begins there: a number, or a code and a number. `001 PC 647(b)`, `01 - 211`"""
        while self.peek(ahead).kind in ("-", ":", "."):
            ahead += 1
        return self.peek(ahead + self.code_entry(ahead)[2]).kind == "N"

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

    def _read_figures(self) -> bool:
        """`l1350`, `1I377`, `2O002`: letters a scanner made of figures, where only figures make a section."""
        length = 0
        while self._is_figure(self.peek(length), length):
            length += 1
        run = self.read[self.at : self.at + length]
        number = "".join(FIGURES_MISREAD.get(token.text.upper(), token.text) for token in run)
        is_misread = length > 1 and run[-1].kind == "N" and number.lstrip("0") in self.tables.known
        if is_misread:
            self.read[self.at : self.at + length] = [run[0]._replace(kind="N", text=number)]
        return is_misread

    @staticmethod
    def _is_figure(token: Token, place: int) -> bool:
        figure = token.kind == "N" or (token.kind == "L" and token.text.upper() in FIGURES_MISREAD)
        return figure and (token.glued or not place)

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

    def _joined(self, number: str, sign: Token, more: Token) -> str:
        """The number with its decimals, where sign and blanks leave one reading; else empty."""
        known = self.tables.known
        dotted = f"{number}.{more.text}"
        if sign.kind == "." and sign.glued and more.glued:
            first, _, rest = dotted.partition(".")
            attempted = first in self.tables.modifiers and dotted not in known and rest in known
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

    def _letters(self) -> None:
        if self._read_figures():
            return
        code, kind, length = self.code_entry()
        word = self.peek().text.upper()
        if code:
            self.found.append(Code(code, kind))
            self.at += length
        elif word in MARKERS:
            self.at += 1
            self.waiting.extend(self.names())
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
        if word in LEVELS and (len(word) > 1 or not (self._opens_words() or self._ends_word())):
            self.found.append(Level(LEVELS[word]))
        elif word in MODIFIERS:
            self.found.append(Modifier(MODIFIERS[word]))
        elif word in CONJUNCTIONS:
            self.found.append(Separator(word if word != "W" else "WITH"))
        elif len(word) == 1 and self._belongs_before_code():
            return
        elif len(word) == 1 and (neighbor := self._repeated(frozenset("/"))):
            self.found.append(Section(neighbor.number, groups=[self.peek().text]))
        elif word not in NOISE:
            self.found.append(Word(word))
        self.at += 1

    def _opens_words(self) -> bool:
        following = self.peek(1)
        return following.kind in ("&",) or (following.kind == "." and self.peek(2).glued)

    def _ends_word(self) -> bool:
        """`O/W`, a warrant from elsewhere, `S.F.`: no grades."""
        before, sign = self.read[self.at - 2 : self.at] if self.at > 1 else (END, END)
        is_warrant = sign.kind == "/" and self.peek().text.upper() == "W" and before.text.upper() == "O"
        is_initial = sign.kind == "." and sign.glued and before.kind == "L" and len(before.text) == 1
        return is_warrant or (is_initial and self.peek().glued)

    def _opening(self) -> None:
        """A bracket that follows no section: `/(B)` repeats its neighbor's number; else a remark."""
        if self._belongs_before_code():
            return
        neighbor = self._repeated(REPEATS | THROUGH)
        group = self.group() if neighbor and not self._is_graded() else None
        if neighbor is None or group is None:
            self.at += 1
            return
        # `647(b)(1)/(2)`: a figure takes the place of the last figure, a letter that of the letter.
        kept = neighbor.groups[:-1] if group[0].isdigit() and neighbor.groups[-1:] != group else []
        section = Section(neighbor.number, groups=[*kept, *group])
        self.subdivide(section)
        self.found.append(section)

    def _is_graded(self) -> bool:
        """`647(b)-(M)`: the grade."""
        return self.read[self.at - 1].kind == "-" and self.peek(1).text.upper() in LEVELS

    def _belongs_before_code(self) -> bool:
        """`647 PC (B)`: the code stands between a bare number and its subdivision."""
        if len(self.found) < 2 or not isinstance(self.found[-1], Code):
            return False
        section = self.found[-2]
        if not isinstance(section, Section) or section.has_subdivisions():
            return False
        self.subdivide(section)
        return bool(section.groups)

    def _repeated(self, signs: frozenset[str]) -> Section | None:
        """The section before one of `signs`; None when there is none."""
        if len(self.found) < 2:
            return None
        section, sign = self.found[-2:]
        if isinstance(section, Section) and isinstance(sign, Separator) and sign.sign in signs:
            return section
        return None
