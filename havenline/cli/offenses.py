"""`havenline offenses parse`: charge texts in, what they were understood to say out, one for one."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import click

from havenline.offenses import Charge, OffenseTable, TableUnreadable, load_table, parse

KEYS = ("raw", "level_column", "description_column", "offense_date", "jurisdiction")
CHUNK = 1 << 16
UNANSWERED = 2  # exit status when a line was no JSON object


@click.group()
def offenses() -> None:
    """Read charge texts."""


@offenses.command("parse")
@click.option(
    "--format", "shape", type=click.Choice(["jsonl", "text"]), default="jsonl", help="jsonl: the contract"
)
@click.option("--jurisdiction", default="CA", help="two-letter state for records that name none")
@click.option(
    "--table",
    "path",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="the office's own state offense table (CSV)",
)
def parse_records(shape: str, jurisdiction: str, path: Path | None) -> None:
    """Answer each record of standard input, in order. Only a line feed ends a record.

    Exit status 0 when every record was answered. A line that is no JSON object gets no answer, is named on
    standard error by its number, and makes the status 2; the lines after it are still answered.
    """
    try:
        table = load_table(path) if path else None
    except TableUnreadable as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(UNANSWERED)
    office = Office(jurisdiction, table)
    answer: Callable[[bytes], str | None] = office.answered if shape == "jsonl" else office.told
    if not _answer_all(answer):
        sys.exit(UNANSWERED)


class Office:
    """What holds for every record of a run: the state assumed and the office's own table."""

    def __init__(self, jurisdiction: str, table: OffenseTable | None) -> None:
        self.jurisdiction = jurisdiction
        self.table = table

    def answered(self, line: bytes) -> str | None:
        """One JSON object for one JSON object; an empty text for a blank line; None for anything else."""
        if not line.strip():
            return ""
        try:
            record = json.loads(line.decode("utf-8", "replace"))
        except (ValueError, RecursionError):
            return None
        if not isinstance(record, dict):
            return None
        return json.dumps(self._charge(record).as_dict(), ensure_ascii=False) + "\n"

    def told(self, line: bytes) -> str:
        """A few plain lines for a person."""
        text = line.decode("utf-8", "replace").rstrip("\r")
        charge = self._charge({"raw": text})
        rows = (
            ("read as", charge.normalized or "nothing"),
            ("doubt", charge.ambiguous),
            ("level", charge.level),
        )
        shown = [f"{name:>12}  {value}" for name, value in rows if value]
        shown.append(f"{'charge list':>12}  {charge.charge_bar_listed}")
        shown.append(f"{'use list':>12}  {charge.use_bar_listed}")
        shown.append(f"{'because':>12}  {charge.reason}")
        return "\n".join([text.strip(), *shown]) + "\n\n"

    def _charge(self, record: dict[str, object]) -> Charge:
        values = {key: record.get(key) for key in KEYS}
        texts = {key: value for key, value in values.items() if isinstance(value, str)}
        if any(value is not None for key, value in values.items() if key not in texts):
            wrong = next(key for key, value in values.items() if key not in texts and value is not None)
            return Charge(reason=f"`{wrong}` is not a string")
        return parse(
            texts.get("raw", ""),
            level_column=texts.get("level_column", ""),
            description_column=texts.get("description_column", ""),
            offense_date=texts.get("offense_date", ""),
            jurisdiction=texts.get("jurisdiction") or self.jurisdiction,
            table=self.table,
        )


def _answer_all(answer: Callable[[bytes], str | None]) -> bool:
    """Write an answer for each line as soon as it has arrived; True when every line had one."""
    source, target = sys.stdin.buffer, sys.stdout.buffer
    all_answered = True
    for number, line in enumerate(_records(source, target), start=1):
        text = answer(line)
        if text is None:
            all_answered = False
            click.echo(f"error: line `{number}` is not a JSON object, it was not answered", err=True)
        else:
            target.write(text.encode("utf-8", "replace"))
    target.flush()
    return all_answered


def _records(source: BinaryIO, target: BinaryIO) -> Iterator[bytes]:
    """The records of `source`, cut at line feeds alone; `target` is flushed before waiting for more."""
    pending: list[bytes] = []
    first = True
    while chunk := source.read1(CHUNK):  # type: ignore[attr-defined]
        if first:
            chunk = chunk.removeprefix(b"\xef\xbb\xbf")
            first = False
        head, *rest = chunk.split(b"\n")
        pending.append(head)
        for following in rest:
            yield b"".join(pending)
            pending = [following]
        target.flush()
    if last := b"".join(pending):
        yield last
