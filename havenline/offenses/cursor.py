"""A place in a list of tokens, which knows the names of codes that may start there."""

from __future__ import annotations

from havenline.offenses.rows import Tables
from havenline.offenses.tokens import END, Token
from havenline.offenses.vocabulary import LONGEST_CODE

SLASHED = frozenset("HPV")  # first letters of `H/S`, `P/C`, `V/C`


class Cursor:
    """Reads `read` from left to right; `at` is the next token."""

    def __init__(self, read: list[Token], tables: Tables) -> None:
        self.read = read
        self.tables = tables
        self.at = 0

    def peek(self, ahead: int = 0) -> Token:
        """The token `ahead` places further on; END behind the last."""
        place = self.at + ahead
        return self.read[place] if place < len(self.read) else END

    def is_code(self, ahead: int = 0) -> bool:
        """Whether a code's name starts there."""
        return bool(self.code_entry(ahead)[0])

    def code_entry(self, ahead: int = 0) -> tuple[str, str, int]:
        """The longest code name that starts `ahead` places on: (code, kind, tokens used); empty when none."""
        place = self.at + ahead
        best = ("", "", 0)
        letters, at = "", place
        groups: list[Token] = []
        while at < len(self.read) and len(groups) < LONGEST_CODE:
            token = self.read[at]
            if token.kind == "L":
                if token.text.upper() != "AND" or not letters:
                    letters += token.text.upper()
                    groups.append(token)
                if letters in self.tables.codes and self._is_one_name(groups, place, at + 1):
                    best = (*self.tables.codes[letters], at + 1 - place + self._period(at + 1, len(groups)))
            elif (
                not letters
                or token.kind not in (".", "&", "/")
                or (token.kind == "/" and letters not in SLASHED)
            ):
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


def _is_unevenly_set(span: list[Token]) -> bool:
    """Whether some initials have a period and others none: `B P.C.`."""
    kinds = [token.kind for token in span]
    letters = kinds.count("L")
    return "&" not in kinds and kinds.count(".") not in (0, letters - 1)
