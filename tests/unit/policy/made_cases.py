"""Case files drawn from the schema itself: every section, every value, every fact known or not. All
invented."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from havenline.policy import CaseRefused, read_case
from havenline.policy.vocabulary import resolved, schema

DAYS = ["2016-12-31", "2022-12-31", "2023-01-01", "2024-05-09", "2024-05-10", "2024-05-11", "2024-05-20"]
CODES = [
    "PC 647(b)(1)",
    "PC 647(b)",
    "PC 647(b)(2)",
    "PC 647(b)(3)",
    "PC 647(a)",
    "PC 653.22",
    "PC 372",
    "HS 11377(a)",
    "HS 11378",
    "HS 11395",
    "PC 266i",
    "PC 487",
    "PC 242",
    "PC 118",
    "PC 316",
    "PC 602(k)",
    "PC 647",
    "not a charge",
]
# Facts whose absence does not mean unknown by the schema's own words, or that the engine reads in the
# person's favor unless they are known: a suspicion nobody voiced, an approval nobody recorded, that there
# was no crime at all (I-08), and the two of I-28 and I-29.
KNOWN_OR_NOT_AT_ALL = {"suspect_of_reported_crime", "approved", "crime_occurred", "mode", "gathered_by"}


def _value(path: str, node: dict[str, Any]) -> st.SearchStrategy[Any]:
    full = resolved(node)
    if path.endswith((".code", ".supervision_for")):
        return st.sampled_from(CODES)
    if "enum" in full:
        return st.sampled_from(full["enum"])
    if full.get("format") == "date":
        return st.sampled_from(DAYS)
    if full.get("type") == "integer":
        return st.sampled_from([0, 2, 16, 17, 18, 30])
    if full.get("type") == "array":
        return st.lists(_value(path, full["items"]), unique=True, max_size=3)
    if full.get("type") == "object":
        return _section(path, full)
    return st.sampled_from(["harbor", "lantern"])


def _section(
    path: str, node: dict[str, Any], left_out: tuple[str, ...] = ()
) -> st.SearchStrategy[dict[str, Any]]:
    required = set(node.get("required", ()))
    keys = {key: child for key, child in node["properties"].items() if key not in left_out}
    return st.fixed_dictionaries(
        {key: _value(f"{path}.{key}", child) for key, child in keys.items() if key in required},
        optional={key: _value(f"{path}.{key}", child) for key, child in keys.items() if key not in required},
    )


@st.composite
def _items(draw: st.DrawFn) -> list[dict[str, Any]]:
    ids = ["E1", "E2", "E3"][: draw(st.integers(0, 3))]
    made = []
    for each in ids:
        item = draw(_section("item", schema()["$defs"]["item"], ("id", "derived_from", "routes")))
        others = st.sampled_from([*(other for other in ids if other != each), "report"])
        parents = draw(st.lists(others, unique=True, max_size=2))
        routes = st.fixed_dictionaries(
            {"kind": st.sampled_from(["derived", "independent"]), "parents": st.lists(others, max_size=2)},
            optional={"approved": st.sampled_from([True, False, "unknown"])},
        )
        made.append({"id": each, **item, **({"derived_from": parents} if parents else {})})
        if draw(st.integers(0, 3)) == 0:
            made[-1]["routes"] = draw(st.lists(routes, max_size=2))
    return made


@st.composite
def case_files(
    draw: st.DrawFn, sections: tuple[str, ...] = ("person", "report", "offense", "evidence")
) -> dict[str, Any]:
    """A case file the reader accepts, with these sections."""
    case: dict[str, Any] = {"screening": draw(st.sampled_from(DAYS[-2:] + ["2025-02-01"]))}
    for name in sections:
        node = schema()["properties"][name]
        case[name] = draw(_items()) if name == "evidence" else draw(_section(name, node))
    if case.get("offense", {}).get("charged") is not True:
        case.get("offense", {}).pop("charged_date", None)
    return case


def is_accepted(case: dict[str, Any]) -> bool:
    """Whether the reader takes it for a case file."""
    try:
        read_case(json.dumps(case))
    except CaseRefused:
        return False
    return True


def with_one_fact_less(case: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The case again for each known fact whose absence means unknown, with that fact not known."""
    for path in _known(case, ()):
        less = copy.deepcopy(case)
        place: Any = less
        for key in path[:-1]:
            place = place[key]
        del place[path[-1]]
        if path == ("offense", "charged"):
            less["offense"].pop("charged_date", None)
        yield ".".join(map(str, path)), less


def _known(value: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict):
        for key, each in value.items():
            if key == "because_of_report" and value.get("sealed_before_report") is True:
                continue  # in hand before the report and only because of it: these contradict each other
            yield from _known(each, (*path, key))
    elif isinstance(value, list) and path == ("evidence",):
        for number, each in enumerate(value):
            yield from _known(each, (*path, number))
    elif value != "unknown" and path[-1] not in KNOWN_OR_NOT_AT_ALL and _means_unknown(path):
        yield path


def _means_unknown(path: tuple[Any, ...]) -> bool:
    if path[-1] in ("id", "screening", "code", "kind") and path[0] != "report":
        return False
    node: Any = schema()
    for key in path:
        node = resolved(node["items"] if isinstance(key, int) else node["properties"][key])
    return str(node.get("description", "")).rstrip(".").endswith("Absent = unknown")
