"""Every string a page can show, from code and templates: `python -m tests.house.catalogue` merges them.

No tool of the machine is needed. A merge keeps what is translated, adds what is new, and drops what is gone.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ROOT / "havenline"
CATALOGUES = ROOMS / "locale"

# Name of the function -> which arguments are the context, the string and its plural.
_CALLS = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
_IN_TEMPLATE = re.compile(r"(?<!\w)(?:n?p?gettext|_)\(")


@dataclass(frozen=True, order=True)
class Said:
    """One string to translate: its context, itself, its plural, and the file it stands in."""

    context: str
    text: str
    plural: str
    place: str


def _said(call: ast.Call, place: str) -> Said | None:
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    if name not in _CALLS:
        return None
    context, text, plural = (
        call.args[at].value  # type: ignore[attr-defined]
        if at is not None and len(call.args) > at and isinstance(call.args[at], ast.Constant)
        else ""
        for at in _CALLS[name]
    )
    return Said(context, text, plural, place) if text else None


def _in_code(path: Path, place: str) -> Iterator[Said]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and (said := _said(node, place)):
            yield said


def _in_template(path: Path, place: str) -> Iterator[Said]:
    marked = templatize(path.read_text(encoding="utf-8"))
    for match in _IN_TEMPLATE.finditer(marked):
        # A call ends at the first closing bracket at which it reads as one.
        for end in (close.end() for close in re.finditer(r"\)", marked[match.start() :])):
            try:
                call = ast.parse(marked[match.start() : match.start() + end], mode="eval").body
            except SyntaxError:
                continue
            if isinstance(call, ast.Call) and (said := _said(call, place)):
                yield said
            break


def strings() -> list[Said]:
    """Every string marked for translation in the rooms, sorted by place."""
    found = set()
    for path in sorted(ROOMS.rglob("*")):
        place = path.relative_to(ROOT).as_posix()
        if path.suffix == ".py" and "migrations" not in path.parts:
            found.update(_in_code(path, place))
        elif path.suffix == ".html":
            found.update(_in_template(path, place))
    return sorted(found, key=lambda said: (said.place, said.context, said.text))


def merge(catalogue: Path) -> None:
    """Write the catalogue anew with every string there is, and the translations it had."""
    old = polib.pofile(str(catalogue))
    known = {(entry.msgctxt or "", entry.msgid): entry for entry in old}
    new = polib.POFile(wrapwidth=110)
    new.header, new.metadata = old.header, old.metadata
    entries: dict[tuple[str, str], polib.POEntry] = {}
    for said in strings():
        key = (said.context, said.text)
        if key not in entries:
            before = known.get(key)
            entries[key] = polib.POEntry(
                msgctxt=said.context or None,
                msgid=said.text,
                msgid_plural=said.plural,
                msgstr=before.msgstr if before else "",
                msgstr_plural=(before.msgstr_plural if before else {0: "", 1: ""}) if said.plural else {},
                flags=["python-format"] if "%(" in said.text else [],
            )
        # Without line numbers: a catalogue changes when words change, not when lines move.
        entries[key].occurrences.append((said.place, ""))
    new.extend(entries.values())
    new.save(str(catalogue))


if __name__ == "__main__":
    import django
    from django.conf import settings

    settings.configure()
    django.setup()
    for found in CATALOGUES.glob("*/LC_MESSAGES/django.po"):
        merge(found)
    sys.exit(0)
