"""What hangs on a section's number: letters glued to it, brackets, and subdivisions set apart or named."""

from __future__ import annotations

from havenline.offenses.cursor import Cursor
from havenline.offenses.pieces import Section
from havenline.offenses.tokens import END, Token
from havenline.offenses.vocabulary import BEFORE_LETTER, CONJUNCTIONS, COUNTS, LEVELS, MARKERS


class Subdivisions(Cursor):
    """A cursor that reads the subdivisions of the section just begun."""

    def subdivide(self, section: Section) -> None:
        """Move past every subdivision that follows and note it in `section`."""
        while self._glued(section) or self._grouped(section) or self._set_apart(section):
            pass

    def _glued(self, section: Section) -> bool:
        token = self.peek()
        if not token.glued or token.kind not in ("N", "L"):
            return False
        if token.kind == "N":
            fits = len(token.text) <= 2 and section.has_subdivisions()
        else:
            fits = not self.is_code() or self._split(section, token)
            token = self.peek()
            if fits and len(token.text) > 1:
                short = len(token.text) == 2 and token.text.upper() not in CONJUNCTIONS
                fits = self._split(section, token) or short or _is_roman(token.text)
                token = self.peek()
        if not fits:
            return False
        (section.groups if section.groups else section.glued).append(token.text)
        self.at += 1
        return True

    def _split(self, section: Section, token: Token) -> bool:
        """`647BPC`: a letter and a code run together are cut apart."""
        rest = token.text[1:].upper()
        if rest not in self.tables.codes or len(rest) > 3:
            return False
        last = section.number
        whole, part = self.tables.codes.get(token.text.upper(), ("", ""))[0], self.tables.codes[rest][0]
        if whole and (whole == part or part not in self.tables.known.get(last, ())):
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
            return section.has_subdivisions()
        if self.peek().kind in BEFORE_LETTER and not section.groups and self.peek(1).kind == "(":
            self.at += 1
        group = self.group() if self.peek().kind == "(" else None
        if group is None or (
            start != self.at
            and self.read[start].kind == "-"
            and group[0].upper() in LEVELS
            and section.number != "647"
        ):
            self.at = start
            return False
        section.apart = not self.read[start].glued
        section.groups.extend(group)
        return True

    def group(self) -> list[str] | None:
        """The content of a bracket if it is a subdivision; moves past it. None leaves the place alone."""
        ahead = 1
        content: list[str] = []
        while self.peek(ahead).kind == "(":
            ahead += 1
        if self.is_code(ahead):
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
        counted = bool(content) and self._is_count(content, self.peek(ahead))
        graded = self.peek(ahead).kind == "/" and set("".join(content).upper()) <= set(LEVELS)
        reduced = content[:1] == ["17"] and (content[1:2] or [self.peek(ahead + 1).text])[0].upper() == "B"
        if (
            not content
            or reduced
            or counted
            or graded
            or not fits
            or not (closed or self._may_stay_open(ahead))
        ):
            return None
        self.at += ahead + closed
        return content

    @staticmethod
    def _is_count(content: list[str], after: Token) -> bool:
        """`(2 COUNTS)`, `(2X)`, `(X2)`: how often, not which paragraph."""
        by_times = len(content) > 1 and "X" in (content[0].upper(), content[1].upper())
        return after.text.upper() in COUNTS or by_times

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
        if ahead > 1 or token.kind != "L" or len(token.text) != 1 or section.has_subdivisions():
            return False
        if self.is_code(ahead) or self._is_word_start(ahead) or self._is_grade(section, token):
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
        near = self.peek(ahead).glued or bool(self.is_code(ahead + 1)) or following is END
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
        names = self.names()
        if not names:
            self.at = start
            return False
        section.groups.extend(names)
        return True

    def names(self) -> list[str]:
        """What follows the word subdivision: `. (b)(1)`, `b`, ` b 1`."""
        while self.peek().kind in (".", ":"):
            self.at += 1
        names: list[str] = []
        while True:
            token = self.peek()
            if token.kind == "(":
                group = self.group()
                if group is None:
                    return names
                names.extend(group)
            elif token.kind in ("L", "N") and len(token.text) == 1 and (not names or token.glued):
                names.append(token.text)
                self.at += 1
            else:
                return names


def _is_roman(text: str) -> bool:
    return len(text) <= 4 and set(text.lower()) <= set("ivx")
