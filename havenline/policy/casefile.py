"""Reads a case file and refuses, in one line, whatever could not be a case: nothing is guessed, nothing
repaired."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from havenline.policy.document import StrictLoader, irregular
from havenline.policy.errors import CaseRefused
from havenline.policy.vocabulary import Fact, declared_node, resolved, schema

LONGEST = 1_000_000  # characters; a case file holds closed facts, not documents
DEEPEST = 12


def read_case(
    source: Path | str, *, name: str = "", also: Mapping[str, Fact] = MappingProxyType({})
) -> Mapping[str, Any]:
    """The case file as plain mappings, lists, strings, numbers and booleans; dates as ISO text.

    source: a path, or the text itself (YAML or JSON). name: what errors call the file; the path unless
    given. also: the further facts the pack applied declares (`Pack.also`); without them the section `also` is
    refused. Raises CaseRefused, one line naming file, key and the legal values. Nothing of what a person told
    is repeated in it but the key and a value that stands where only closed values may stand.
    """
    if isinstance(source, Path):
        name, text = name or str(source), _text(source)
    else:
        name, text = name or "case file", source
    try:
        case = _parsed(text)
        _fits(case, schema(), "")
        _agrees(case, also)
    except CaseRefused as refused:
        raise CaseRefused(f"{name}: {refused.message}", hint=refused.hint) from None
    assert isinstance(case, dict)
    return case


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise CaseRefused(f"{path}: is not UTF-8 text") from None
    except OSError as error:
        raise CaseRefused(
            f"{path}: cannot be read", hint=(error.strerror or "no such file").lower()
        ) from None


def _parsed(text: str) -> Any:
    if len(text) > LONGEST:
        raise CaseRefused(f"has more than {LONGEST} characters")
    if "\0" in text:
        raise CaseRefused("holds a NUL character")
    if text.lstrip("\ufeff \t\r\n").startswith("{"):
        try:
            return json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
        except (ValueError, RecursionError):
            pass  # YAML's flow style begins with a brace too
    try:
        _plain(text)
        return yaml.load(text, Loader=StrictLoader)  # noqa: S506 - a safe loader made stricter
    except yaml.MarkedYAMLError as error:
        line = f" at line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise CaseRefused(f"is not a case file{line}", hint=error.problem or "write YAML or JSON") from None
    except (yaml.YAMLError, RecursionError, ValueError, OverflowError):
        raise CaseRefused("is neither YAML nor JSON") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, value in pairs:
        if key in made:
            raise CaseRefused(f"the key `{key}` stands twice")
        made[key] = value
    return made


def _no_constant(constant: str) -> None:
    raise CaseRefused(f"`{constant}` is not a value")


def _plain(text: str) -> None:
    """No aliases, anchors or tags, one document, not too deep: a case file is facts, not a program."""
    for problem, hint, line in irregular(text, deepest=DEEPEST):
        raise CaseRefused(f"{problem} at line {line}", hint=hint)


def read_plain(path: Path) -> Any:
    """What a small file in YAML or JSON says, under the same rules as a case file. Raises CaseRefused."""
    text = _text(path)
    try:
        return _parsed(text)
    except CaseRefused as refused:
        raise CaseRefused(f"{path}: {refused.message}", hint=refused.hint) from None


# What the schema says, checked one rule after the other; the first that fails is told.


def _fits(value: Any, node: Mapping[str, Any], path: str) -> None:
    node = resolved(node)
    if "enum" in node:
        if not any(value is legal or (isinstance(value, str) and value == legal) for legal in node["enum"]):
            raise CaseRefused(
                f"`{path}` may not be {_shown(value)}", hint="one of " + ", ".join(map(_legal, node["enum"]))
            )
        return
    match node["type"]:
        case "object":
            _fits_object(value, node, path)
        case "array":
            _fits_list(value, node, path)
        case "integer":
            _fits_number(value, node, path)
        case _:
            _fits_text(value, node, path)


def _fits_object(value: Any, node: Mapping[str, Any], path: str) -> None:
    if not isinstance(value, dict):
        raise CaseRefused(
            f"`{path}` is not a set of keys" if path else "is not a set of keys", hint=_keys(node)
        )
    for key, content in value.items():
        if not isinstance(key, str) or (
            key not in node.get("properties", {}) and not node.get("additionalProperties")
        ):
            raise CaseRefused(f"`{_at(path, _trimmed(key))}` is not a key of a case file", hint=_keys(node))
        if key in node.get("properties", {}):
            _fits(content, node["properties"][key], _at(path, key))
    for key in node.get("required", ()):
        if key not in value:
            raise CaseRefused(f"`{_at(path, key)}` is missing", hint=_expected(node["properties"][key]))


def _fits_list(value: Any, node: Mapping[str, Any], path: str) -> None:
    if not isinstance(value, list):
        raise CaseRefused(f"`{path}` is not a list", hint=_expected(node["items"]))
    for number, member in enumerate(value):
        _fits(member, node["items"], f"{path}[{number}]")
        if node.get("uniqueItems") and member in value[:number]:
            raise CaseRefused(f"`{path}` names {_shown(member)} twice", hint="once is enough")


def _fits_number(value: Any, node: Mapping[str, Any], path: str) -> None:
    low, high = node.get("minimum", 0), node.get("maximum")
    whole = isinstance(value, int) and not isinstance(value, bool)
    if not whole or value < low or (high is not None and value > high):
        legal = (
            f"a whole number from {low} to {high}" if high is not None else f"a whole number from {low} on"
        )
        raise CaseRefused(f"`{path}` may not be {_shown(value)}", hint=legal)


def _fits_text(value: Any, node: Mapping[str, Any], path: str) -> None:
    if node.get("format") == "date":
        if not isinstance(value, str) or not _is_day(value, node["pattern"]):
            raise CaseRefused(f"`{path}` may not be {_shown(value)}", hint="a calendar date, YYYY-MM-DD")
        return
    if not isinstance(value, str):
        raise CaseRefused(f"`{path}` is not text", hint="put it in quotation marks")
    short, long = node.get("minLength", 0), node.get("maxLength")
    if len(value) < short or (long and len(value) > long):
        raise CaseRefused(
            f"`{path}` has {len(value)} characters",
            hint=f"from {short} to {long}" if long else f"at least {short}",
        )
    if "pattern" in node and not re.search(node["pattern"].replace("$", r"\Z"), value):
        raise CaseRefused(f"`{path}` may not be {_shown(value)}", hint="must match " + node["pattern"])


def _is_day(text: str, pattern: str) -> bool:
    if not re.fullmatch(pattern.strip("^$"), text, re.ASCII):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _at(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _trimmed(key: Any) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in str(key))[:60]


def _shown(value: Any) -> str:
    if isinstance(value, (dict, list)):
        return "a list" if isinstance(value, list) else "a set of keys"
    return f"`{_trimmed(_legal(value))}`"


def _legal(value: Any) -> str:
    return (
        {True: "true", False: "false", None: "null"}.get(value, str(value))
        if value in (True, False, None)
        and not isinstance(value, (int, float))
        or isinstance(value, bool)
        or value is None
        else str(value)
    )


def _keys(node: Mapping[str, Any]) -> str:
    return "its keys are " + ", ".join(node.get("properties", {}))


def _expected(node: Mapping[str, Any]) -> str:
    full = resolved(node)
    if "enum" in full:
        return "one of " + ", ".join(map(_legal, full["enum"]))
    return (
        "a calendar date, YYYY-MM-DD"
        if full.get("format") == "date"
        else f"write a {full.get('type', 'value')}"
    )


# What the schema cannot say: facts that cannot be true together.

# Pairs of which the first can never be later than the second. A report may come before its crime is over,
# and an offense may lie on either side of a report, so those are left alone.
IN_ORDER = (
    ("report.date", "screening"),
    ("report.crime_date", "screening"),
    ("report.withdrawn_date", "screening"),
    ("report.date", "report.withdrawn_date"),
    ("offense.date", "screening"),
    ("offense.charged_date", "screening"),
    ("offense.date", "offense.charged_date"),
    ("request.received", "screening"),
)


def _agrees(case: Mapping[str, Any], also: Mapping[str, Fact]) -> None:
    for earlier, later in IN_ORDER:
        first, second = _found(case, earlier), _found(case, later)
        if first and second and first > second:
            raise CaseRefused(
                f"`{earlier}` {first} is later than `{later}` {second}", hint="check both dates"
            )
    offense = case.get("offense", {})
    if "charged_date" in offense and offense.get("charged") is not True:
        raise CaseRefused(
            "`offense.charged_date` stands without `offense.charged: true`",
            hint="leave it out, or write charged: true",
        )
    for key, value in case.get("also", {}).items():
        path = f"also.{_trimmed(key)}"
        if path not in also:
            known = ", ".join(each.removeprefix("also.") for each in also)
            raise CaseRefused(
                f"`{path}` is not declared by the pack",
                hint=f"one of {known}" if known else "leave `also` out",
            )
        _fits(value, declared_node(also[path]), path)
    _evidence_agrees(case.get("evidence", []), str(case["screening"]))


def _found(case: Mapping[str, Any], path: str) -> str:
    value: Any = case
    for key in path.split("."):
        value = value.get(key, "") if isinstance(value, Mapping) else ""
    return str(value)


def _evidence_agrees(items: list[dict[str, Any]], screening: str) -> None:
    ids = [item["id"] for item in items]
    for number, item in enumerate(items):
        path = f"evidence[{number}]"
        if item["id"] in ids[:number]:
            raise CaseRefused(
                f"`{path}.id` {_shown(item['id'])} stands twice", hint="every item has an id of its own"
            )
        if item.get("obtained", "") > screening:
            raise CaseRefused(
                f"`{path}.obtained` {item['obtained']} is later than `screening` {screening}",
                hint="check both dates",
            )
        for key, parent in _parents(item):
            if parent != "report" and parent not in ids:
                raise CaseRefused(
                    f"`{path}.{key}` names `{_trimmed(parent)}`, which is no item",
                    hint="one of " + ", ".join(["report", *ids]),
                )
            if parent == item["id"]:
                raise CaseRefused(
                    f"`{path}.{key}` names the item itself", hint="an item is not found through itself"
                )


def _parents(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for parent in item.get("derived_from", ()):
        yield "derived_from", parent
    for number, way in enumerate(item.get("routes", ())):
        for parent in way["parents"]:
            yield f"routes[{number}].parents", parent
