"""Compares a verdict with what a case expects of it, by the rules in the head of cases.yaml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

# Lists of which every entry given must be found and more are allowed; every other list has the same members.
OPEN_LISTS = {"because", "missing", "interpretations", "check"}


def differences(expected: Any, told: Any, path: str = "verdict") -> Iterator[str]:
    """Each way in which `told` does not agree with `expected`, at every depth; only expected keys are
    looked at, and null agrees with what is not said at all."""
    if isinstance(expected, Mapping):
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
    """Every case of the pack, dates as ISO text."""
    text = files("havenline.packs").joinpath("us-ca-sfda-2018", "cases.yaml").read_text("utf-8")
    return [_with_text_dates(case) for case in yaml.safe_load(text)]


def _with_text_dates(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _with_text_dates(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_with_text_dates(each) for each in value]
    return value.isoformat() if hasattr(value, "isoformat") else value
