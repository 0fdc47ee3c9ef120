"""Compares a verdict with what a case expects of it, by the rules in the head of cases.yaml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from havenline.policy.tabled import rows

# Lists of which every entry given must be found and more are allowed; every other list has the same members.
OPEN_LISTS = {"because", "missing", "interpretations", "check"}


def differences(expected: Any, told: Any, path: str = "verdict") -> Iterator[str]:
    """Each way in which `told` does not agree with `expected`, at every depth; only expected keys are
    looked at, null agrees with what is not said at all, `only` asks for a list's members and no others."""
    if isinstance(expected, Mapping) and set(expected) == {"only"}:
        yield from differences(sorted(expected["only"]), sorted(told), f"{path}.only")
    elif isinstance(expected, Mapping):
        if not isinstance(told, Mapping):
            yield f"{path}: {told!r} is no mapping"
            return
        for key, value in expected.items():
            if key not in told and value is None:
                continue
            if key not in told:
                yield f"{path}.{key}: nothing said, expected {value!r}"
            else:
                yield from differences(value, told[key], f"{path}.{key}")
    elif isinstance(expected, list):
        yield from _of_lists(expected, told, path)
    elif expected != told:
        yield f"{path}: {told!r}, expected {expected!r}"


def _of_lists(expected: list[Any], told: list[Any], path: str) -> Iterator[str]:
    if not expected and told:
        yield f"{path}: {told!r}, expected nothing"
    for entry in expected:
        if not any(not list(differences(entry, each)) for each in told):
            yield f"{path}: {entry!r} is not among {told!r}"
    if expected and path.rsplit(".", 1)[1] not in OPEN_LISTS and len(told) != len(expected):
        yield f"{path}: {told!r}, expected {expected!r}"


@cache
def cases() -> list[dict[str, Any]]:
    """Every case of the pack and every row of its tables, dates as ISO text; `readings` where not default."""
    told = [_with_text_dates(yaml.safe_load(_text(name))) for name in ("cases.yaml", "tables.yaml")]
    return [*told[0], *rows(told[1], where="tables.yaml")]


def _text(name: str) -> str:
    return files("havenline.packs").joinpath("us-ca-sfda-2018", name).read_text("utf-8")


def _with_text_dates(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _with_text_dates(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_with_text_dates(each) for each in value]
    return value.isoformat() if hasattr(value, "isoformat") else value
