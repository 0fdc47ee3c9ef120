"""The slow way to find out what matters: every unknown fact tried with every value, by the interpreter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from havenline.policy.decision import asked_of
from havenline.policy.pack import Pack
from havenline.policy.supposing import Unknown, with_value

Told = dict[tuple[int, ...], tuple[object, ...]]


def every_answer(
    pack: Pack,
    case: Mapping[str, Any],
    unknown: Sequence[Unknown],
    readings: Mapping[str, str],
    about: Sequence[str],
) -> Told:
    """The answers of `about` for every way the unknown facts may turn out, unknown included."""
    in_effect = pack.in_effect(readings)
    told: Told = {}
    for indexes in product(*(range(len(each.values)) for each in unknown)):
        supposed = possible(case, unknown, indexes)
        told[indexes] = tuple(asked_of(pack, supposed, in_effect, name) for name in about)
    return told


def possible(
    case: Mapping[str, Any], unknown: Sequence[Unknown], indexes: Sequence[int]
) -> Mapping[str, Any]:
    """The case with those facts learned. A day of filing stands only beside `charged: true`."""
    for each, index in zip(unknown, indexes, strict=True):
        if index:
            case = with_value(case, each.path, each.values[index])
    offense = case.get("offense", {})
    if "charged_date" in offense and offense.get("charged") is not True:
        case = {**case, "offense": {key: value for key, value in offense.items() if key != "charged_date"}}
    return case


def mattering(told: Told, unknown: Sequence[Unknown]) -> set[str]:
    """The facts of which two values give different answers while everything else stays the same."""
    return {
        each.path
        for place, each in enumerate(unknown)
        if any(len(set(answers)) > 1 for answers in _lines(told, place))
    }


def _lines(told: Told, place: int) -> Iterator[list[tuple[object, ...]]]:
    lines: dict[tuple[int, ...], list[tuple[object, ...]]] = {}
    for indexes, answers in told.items():
        lines.setdefault(indexes[:place] + indexes[place + 1 :], []).append(answers)
    yield from lines.values()
