"""What can go wrong before a case is decided, each said in one line with a hint; doubt is a result, never
an error."""

from __future__ import annotations


class PolicyRefused(Exception):  # noqa: N818 - named for what the reader met
    """Something the engine was handed cannot be used.

    `message` is lower case, without a full stop, the value in backticks; `hint` says what would be legal.
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(f"{message}; {hint}" if hint else message)
        self.message = message
        self.hint = hint


class CaseRefused(PolicyRefused):
    """A case file is not one: unknown key, impossible date, value outside its list. Names file, key,
    legal values."""


class PackRefused(PolicyRefused):
    """A pack cannot be executed as written. Names file and line, and every competitor where two collide."""


class PackUnknown(PolicyRefused):
    """No pack has this id."""


class ReadingUnknown(PolicyRefused):
    """The pack offers no such interpretation or reading."""
