"""A case file as a form, made from the facts the pack reads: nothing chosen is unknown, which is not `no`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from havenline.counsel.labels import SECTIONS, label
from havenline.policy.pack import Pack
from havenline.policy.touched import told_apart, touched
from havenline.policy.vocabulary import Fact, resolved, schema, vocabulary
from havenline.policy.wording import spaced

MOST_ITEMS = 8
UNKNOWN = "unknown"
NONE = "-"  # a list that is known to be empty
Said = Mapping[str, Any]  # a case file as it is being written, right or wrong


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that may be chosen."""

    value: str
    text: str | Promise
    chosen: bool


@dataclass(frozen=True, slots=True)
class Field:
    """One fact of the form. kind: `choice`, `many`, `date`, `number` or `line`. name: its path."""

    name: str
    label: str | Promise
    kind: str
    options: tuple[Option, ...]
    value: str
    hint: str
    wrong: bool

    @property
    def id(self) -> str:
        """Where a link to the field leads."""
        return field_id(self.name)


@dataclass(frozen=True, slots=True)
class Group:
    """The facts of one section. bare: the file speaks of the section and says nothing in it; asked: whether a
    rule makes something of that."""

    name: str
    title: str | Promise
    fields: tuple[Field, ...]
    bare: bool
    asked: bool

    @property
    def told(self) -> bool:
        """Whether anything is said here."""
        return self.bare or any(field.value for field in self.fields)


def field_id(name: str) -> str:
    """The id of a field in the page."""
    return "f-" + name.replace(".", "-")


def groups(pack: Pack, said: Said, *, wrong: str = "") -> list[Group]:
    """The form, section by section, filled with what is said. wrong: path of the fact that was refused."""
    made = []
    read, apart = touched(pack), told_apart(pack)
    for section, title in SECTIONS.items():
        if section == "evidence":
            continue
        facts = [
            fact for fact in _facts(pack, section) if fact.path in read or _value(said, fact.path) is not None
        ]
        if facts:
            fields = tuple(_field(fact, fact.path, _value(said, fact.path), apart, wrong) for fact in facts)
            made.append(Group(section, title, fields, _value(said, section) == {}, section in apart))
    return made


def items(pack: Pack, said: Said, *, wrong: str = "") -> list[Group]:
    """One group per item of evidence, and an empty one; none where the pack asks about no item."""
    read, apart = touched(pack), told_apart(pack)
    known = said.get("evidence")
    rows = [row for row in known if isinstance(row, Mapping)] if isinstance(known, list) else []
    if "evidence" not in read and not rows:
        return []
    facts = [fact for path, fact in vocabulary().items() if path.startswith("item.")]
    made = []
    for number, row in enumerate([*rows, {}][:MOST_ITEMS]):
        name = f"evidence.{number}"
        fields = tuple(
            _field(fact, f"{name}.{fact.path[5:]}", row.get(fact.path[5:]), apart, wrong)
            for fact in facts
            if fact.path in read or fact.path == "item.id" or fact.path[5:] in row
        )
        made.append(Group(name, str(row.get("id", "")), fields, bare=False, asked=False))
    return made


def _facts(pack: Pack, section: str) -> Iterator[Fact]:
    """The facts that stand right in a section."""
    if section == "also":
        yield from pack.also.values()
        return
    for path, fact in vocabulary().items():
        head, _dot, _name = path.rpartition(".")
        if head == section and fact.kind != "section":
            yield fact


def _value(said: Said, path: str) -> Any:
    value: Any = said
    for key in path.split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def _field(fact: Fact, name: str, value: Any, apart: Iterable[str], wrong: str) -> Field:
    kind = _kind(fact)
    return Field(
        name=name,
        label=label(fact.path),
        kind=kind,
        options=tuple(_options(fact, value, told=fact.path in apart)) if kind in ("choice", "many") else (),
        value=_written(value),
        hint=_hint(fact, kind),
        wrong=name == wrong,
    )


def _kind(fact: Fact) -> str:
    if fact.kind in ("bool", "enum"):
        return "choice"
    if fact.kind == "set" and fact.values:
        return "many"
    return fact.kind if fact.kind in ("date", "number") else "line"


def _options(fact: Fact, value: Any, *, told: bool) -> Iterator[Option]:
    legal = (
        [("true", _("yes")), ("false", _("no"))]
        if fact.kind == "bool"
        else [(v, spaced(v)) for v in fact.values]
    )
    if fact.kind == "set":
        legal.append((NONE, _("none of these")))
        chosen = value if isinstance(value, list) else []
        yield from (Option(v, text, v in chosen or (value == [] and v == NONE)) for v, text in legal)
        return
    silent = fact.absent is not None or told
    now = "" if value is None or (value == UNKNOWN and not silent) else _written(value)
    yield Option("", _silence(fact) if silent else _("unknown"), now == "")
    if silent and (fact.kind == "bool" or UNKNOWN in _legal(fact)):
        yield Option(UNKNOWN, _("unknown"), now == UNKNOWN)
    yield from (Option(v, text, now == v) for v, text in legal)
    if now not in {"", UNKNOWN, *(v for v, _text in legal)}:
        yield Option(now, now, chosen=True)  # refused, and shown as it was written


def _silence(fact: Fact) -> str:
    if fact.absent is None:
        return _("not said")
    return _("not said: %(meaning)s") % {"meaning": spaced(fact.absent)}


def _legal(fact: Fact) -> Iterable[object]:
    node: Mapping[str, Any] = {"properties": {**schema()["properties"], "item": schema()["$defs"]["item"]}}
    for key in fact.path.split("."):
        node = resolved(node).get("properties", {}).get(key, {})
    legal: Iterable[object] = resolved(node).get("enum", ())
    return legal


def _written(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return ", ".join(value) or NONE
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict)) else str(value)


def _hint(fact: Fact, kind: str) -> str:
    if fact.path == "item.routes":
        return _('for example [{"kind": "independent", "parents": [], "approved": true}]')
    if fact.kind == "set" and kind == "line":
        return _("names with commas between; a dash for none")
    if fact.path.startswith("also."):
        return fact.question
    return ""


# What was sent back, as a case file.


def written_case(sent: Mapping[str, str], many: Mapping[str, list[str]], pack: Pack) -> dict[str, Any]:
    """The case file a sent form makes, right or wrong. sent: the fields; many: those of several answers."""
    case: dict[str, Any] = {}
    for section in SECTIONS:
        if section == "evidence":
            case |= _sent_items(sent)
            continue
        found = {
            fact.path.rpartition(".")[2]: value
            for fact in _facts(pack, section)
            if (value := _sent(fact, fact.path, sent, many)) is not None
        }
        if not section:
            case |= found
        elif found or sent.get(f"given:{section}"):
            _section(case, section).update(found)
    return case


def _section(case: dict[str, Any], section: str) -> dict[str, Any]:
    for key in section.split("."):
        case = case.setdefault(key, {})
    return case


def _sent_items(sent: Mapping[str, str]) -> dict[str, Any]:
    made = []
    facts = [fact for path, fact in vocabulary().items() if path.startswith("item.")]
    for number in range(MOST_ITEMS):
        row = {
            fact.path[5:]: value
            for fact in facts
            if (value := _sent(fact, f"evidence.{number}.{fact.path[5:]}", sent, {})) is not None
        }
        if row:
            made.append(row)
    taken = {row.get("id") for row in made}
    free = iter([f"E{number}" for number in range(1, 2 * MOST_ITEMS) if f"E{number}" not in taken])
    return {"evidence": [{"id": row.get("id") or next(free), **row} for row in made]} if made else {}


def _sent(fact: Fact, name: str, sent: Mapping[str, str], many: Mapping[str, list[str]]) -> Any:
    if fact.kind == "set" and fact.values:
        chosen = many.get(name, [])
        return [each for each in chosen if each != NONE] if chosen else None
    text = sent.get(name, "").strip()
    if not text:
        return None
    if fact.kind == "bool":
        return {"true": True, "false": False}.get(text, text)
    if fact.kind == "number":
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else text
    if fact.path == "item.routes":
        return _routes(text)
    if fact.kind == "set":
        return [] if text == NONE else [each.strip() for each in text.split(",") if each.strip()]
    return text


def _routes(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
