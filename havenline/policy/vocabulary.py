"""The words a condition may use: every fact of a case file, with its type, read from the one schema."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

# Facts that hold a statute as somebody wrote it. The schema can only say "string".
STATUTES = frozenset({"offense.code", "person.supervision_for"})


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of the vocabulary.

    path: `person.role`; facts of an evidence item start with `item.`. kind: bool, enum, date, number, text,
    statute, set or section. values: the legal values of an enum or of the members of a set, `unknown` left
    out. absent: what a missing key means, `None` for unknown. question: the schema's own description.
    """

    path: str
    kind: str
    values: tuple[str, ...] = ()
    absent: Any = None
    question: str = ""


@cache
def schema() -> Mapping[str, Any]:
    """The project's copy of case-file.schema.json, with `x-absent` for each key whose absence is not
    unknown."""
    text = files("havenline.policy").joinpath("case-file.schema.json").read_text("utf-8")
    loaded: Mapping[str, Any] = json.loads(text)
    return loaded


def resolved(node: Mapping[str, Any]) -> Mapping[str, Any]:
    """The node itself, or the definition its `$ref` names laid under the node's own keys."""
    if "$ref" not in node:
        return node
    return {**schema()["$defs"][node["$ref"].rsplit("/", 1)[1]], **node}


@cache
def vocabulary() -> Mapping[str, Fact]:
    """Every fact by its path. `also` is left out: those words are declared by the pack that uses them."""
    facts: dict[str, Fact] = {}
    for name, node in schema()["properties"].items():
        if name == "also":
            continue
        if node.get("type") == "array":
            facts[name] = Fact(name, "section", question=node["description"])
            _enter("item", schema()["$defs"]["item"], facts)
        elif node.get("type") == "object":
            facts[name] = Fact(name, "section", question=node["description"])
            _enter(name, node, facts)
        else:
            facts[name] = _fact(name, node)
    return facts


def _enter(prefix: str, node: Mapping[str, Any], facts: dict[str, Fact]) -> None:
    for name, child in node["properties"].items():
        path = f"{prefix}.{name}"
        if child.get("type") == "object":
            facts[path] = Fact(path, "section", question=child.get("description", ""))
            _enter(path, child, facts)
        else:
            facts[path] = _fact(path, child)


def _fact(path: str, node: Mapping[str, Any]) -> Fact:
    full = resolved(node)
    absent, question = node.get("x-absent"), node.get("description", "")
    if path in STATUTES:
        return Fact(path, "statute", question=question)
    if full.get("type") == "array":
        members = full["items"].get("enum", ())
        return Fact(path, "set", tuple(members), absent, question)
    if full.get("enum") and True in full["enum"]:
        return Fact(path, "bool", absent=absent, question=question)
    if full.get("enum"):
        values = tuple(value for value in full["enum"] if value != "unknown")
        return Fact(path, "enum", values, absent, question)
    if full.get("format") == "date":
        return Fact(path, "date", absent=absent, question=question)
    return Fact(path, "number" if full.get("type") == "integer" else "text", question=question)


def declared_node(fact: Fact) -> Mapping[str, Any]:
    """What the schema would say of a fact a pack declares: so that it is checked like any other."""
    match fact.kind:
        case "bool":
            return {"$ref": "#/$defs/tri"}
        case "enum":
            return {"enum": [*fact.values, "unknown"]}
        case "date":
            return {"$ref": "#/$defs/date"}
    return {"type": "integer", "minimum": 0}
