"""Reads a list of file hashes as `sha256sum` prints it. Plain Python."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

FILES_LIMIT = 1_000_000
NAME_LIMIT = 1_000
_LINE = re.compile(r"\\?(?P<hash>[0-9a-fA-F]{64}) [ *](?P<name>.+)")
_BSD = re.compile(r"SHA256 \((?P<name>.+)\) = (?P<hash>[0-9a-fA-F]{64})")


class ManifestWrong(Exception):  # noqa: N818 - named for what the reader met
    """A line that says no file's hash, or one said before; `line` is its number, 0 where there is none."""

    def __init__(self, line: int, why: str) -> None:
        self.line, self.why = line, why
        super().__init__(f"line {line}: {why}")


@dataclass(frozen=True, slots=True)
class File:
    """One file: its SHA-256 (32 bytes) and its name as printed."""

    sha256: bytes
    name: str


def read(text: str) -> tuple[File, ...]:
    """The files of a list; raises ManifestWrong for the first line that cannot stand, so all or none."""
    found = tuple(_files(text))
    if not found:
        raise ManifestWrong(0, "no file is named")
    return found


def _files(text: str) -> Iterator[File]:
    seen: dict[File, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        match = _LINE.fullmatch(line.rstrip()) or _BSD.fullmatch(line.rstrip())
        if match is None:
            raise ManifestWrong(number, "this is no line of `sha256sum`: 64 signs, two spaces, a name")
        if len(match["name"]) > NAME_LIMIT:
            raise ManifestWrong(number, f"the name is longer than {NAME_LIMIT} letters")
        file = File(bytes.fromhex(match["hash"]), match["name"])
        if file in seen:
            raise ManifestWrong(number, f"the same file stands in line {seen[file]}")
        if len(seen) == FILES_LIMIT:
            raise ManifestWrong(number, f"there are more than {FILES_LIMIT} files: send them in parts")
        seen[file] = number
        yield file
