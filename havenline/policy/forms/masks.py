"""A pack over columns of cases: one bit per case on each of two rails, eight cases to a byte.

    decide = masks(load())
    answers = decide(columns(decide.records, cases))   # per question a column of small numbers
    decide.results["C1"][answers["C1"][0]]             # the first case's answer, as conditions write it

Each column is looked up once in a table as long as its dictionary; all further work is on bits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from havenline.policy.conditions import Nearness, Node, Order, Unsettled
from havenline.policy.forms.columns import UNKNOWN_DAY, Column, Flags, Truths, truths
from havenline.policy.forms.rails import Rails, Walk
from havenline.policy.forms.records import Records
from havenline.policy.forms.reduction import Asked, Reduced, reduced
from havenline.policy.pack import Pack

Bits = NDArray[np.uint8]
Mask = Bits | bool
Days = NDArray[np.int32]
Comparison = Callable[[Days, Days], NDArray[np.bool_]]
# Cases worked on at a time: the bits of all conditions then stay in the processor's own memory.
STRIDE = 1 << 18


def masks(
    pack: Pack,
    readings: Mapping[str, str] = MappingProxyType({}),
    *,
    questions: Iterable[str] | None = None,
) -> Masks:
    """The pack under readings for whole columns. Raises ReadingUnknown; `questions` as for `reduced`."""
    return Masks(reduced(pack, readings, questions=questions))


class Planes:
    """Rails made of packed bits; True and False stand for everywhere and nowhere."""

    def constant(self, value: object) -> Mask:
        return bool(value)

    def both(self, parts: Sequence[Mask]) -> Mask:
        return _joined(parts, np.bitwise_and, stop=False)

    def either(self, parts: Sequence[Mask]) -> Mask:
        return _joined(parts, np.bitwise_or, stop=True)

    def opposite(self, part: Mask) -> Mask:
        return (not part) if isinstance(part, bool) else np.invert(part)


PLANES = Planes()


def _joined(parts: Sequence[Mask], join: np.ufunc, *, stop: bool) -> Mask:
    kept: list[Bits] = []
    for part in parts:
        if not isinstance(part, bool):
            kept.append(part)
        elif part is stop:
            return stop
    if not kept:
        return not stop
    found = kept[0]
    if len(kept) > 1:
        found = join(kept[0], kept[1])
        for part in kept[2:]:
            join(found, part, out=found)
    return found


class Masks:
    """A pack as bit masks. Made by `masks`.

    records: how a case becomes a row. questions: what is answered. results: per question its answers; a
    column of answers holds their places.
    """

    def __init__(self, pack: Reduced, records: Records | None = None) -> None:
        self.pack = pack
        self.records = records or Records(pack)
        self.questions = pack.wanted
        self.results: Mapping[str, tuple[str, ...]] = {
            name: pack.questions[name].results for name in pack.wanted
        }

    def __call__(
        self, cases: Mapping[str, Column | Flags], *, threads: int = 2, stride: int = STRIDE
    ) -> dict[str, NDArray[np.uint8]]:
        """Per question the answers' places, in the cases' order.

        cases: a column per key of `records`, all of one length; `given evidence` is no key, so cases with
        evidence items must be left out before. stride: cases worked on at a time, a multiple of 8. Raises
        KeyError for a column that is missing.
        """
        plan = _Plan(self, cases)
        rows = len(next(iter(cases.values()))) if cases else 0
        answers = {name: np.empty(rows, dtype=np.uint8) for name in self.questions}

        def work(start: int) -> None:
            end = min(start + stride, rows)
            walk = Walk(self.pack, PLANES, _Stretch(plan, start, end).atom)
            for name in self.questions:
                _number(self.pack.questions[name], walk.results(name), answers[name][start:end])

        with ThreadPoolExecutor(threads) as workers:
            list(workers.map(work, range(0, rows, stride)))
        return answers

    def rails(self, node: Node, cases: Mapping[str, Column | Flags]) -> Rails[NDArray[np.bool_]]:
        """Where a condition of the reduced pack is certainly true and certainly false: one bool per case."""
        rows = len(next(iter(cases.values()))) if cases else 1
        walk = Walk(self.pack, PLANES, _Stretch(_Plan(self, cases), 0, rows).atom)
        certain, refuted = (_unpacked(mask, rows).astype(bool) for mask in walk.rails(node))
        return Rails(certain, refuted)


def _unpacked(mask: Mask, rows: int) -> NDArray[np.uint8]:
    if isinstance(mask, bool):
        return np.full(rows, mask, dtype=np.uint8)
    return np.unpackbits(mask, count=rows, bitorder="little")


def _number(asked: Asked, where: Mapping[str, Mask], out: NDArray[np.uint8]) -> None:
    """Writes per case the place of its answer: place by place of the number's binary digits."""
    out[:] = 0
    for digit in range((len(asked.results) - 1).bit_length()):
        of_digit = [where[result] for place, result in enumerate(asked.results) if place >> digit & 1]
        told = _unpacked(PLANES.either(of_digit), len(out))
        out |= told << np.uint8(digit) if digit else told


_ORDERS: Mapping[str, Comparison] = {
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "==": np.equal,
}


class _Plan:
    """What each atom looks up, worked out once for all stretches: per column one table of bits."""

    def __init__(self, masks: Masks, cases: Mapping[str, Column | Flags]) -> None:
        self.cases = cases
        self.days: dict[str, tuple[Column, Days]] = {}
        self.planes: dict[str, dict[bytes, int]] = {}
        self.of_atom: dict[Node, tuple[str, Truths]] = {}
        for atom in masks.pack.atoms:
            keys = masks.records.keys_of(atom)
            if len(keys) == 2:
                for key in keys:
                    column = cases[key]
                    assert isinstance(column, Column)
                    self.days[key] = (column, column.days())
            elif not isinstance(atom, Unsettled):
                self.of_atom[atom] = (keys[0], truths(atom, cases[keys[0]], masks.records.settling))
                self._enter(*self.of_atom[atom])
        self.tables = {key: self._table(key) for key in self.planes}

    def _enter(self, key: str, told: Truths) -> None:
        planes = self.planes.setdefault(key, {})
        for truth in (told.certain, told.known if _is_known_but_not(told) else told.refuted):
            if truth.any() and not truth.all() and (~truth).tobytes() not in planes:
                planes.setdefault(truth.tobytes(), len(planes))

    def _table(self, key: str) -> list[Bits]:
        """Per eight planes a byte per value of the column."""
        planes = list(self.planes[key])
        tables = []
        for first in range(0, len(planes), 8):
            table = np.zeros(len(self.cases[key].values), dtype=np.uint8)
            for place, plane in enumerate(planes[first : first + 8]):
                table |= np.frombuffer(plane, dtype=bool).astype(np.uint8) << np.uint8(place)
            tables.append(table)
        return tables


def _is_known_but_not(told: Truths) -> bool:
    """Whether it is false wherever the value is known and it is not true: then one plane serves for all."""
    return bool((told.refuted == (told.known & ~told.certain)).all())


class _Stretch:
    """The bits of each atom over some cases."""

    def __init__(self, plan: _Plan, start: int, end: int) -> None:
        self.plan, self.start, self.end = plan, start, end
        self._planes: dict[tuple[str, bytes], Mask] = {}
        self._looked_up: dict[str, list[Bits]] = {}
        self._days: dict[str, Days] = {}

    def atom(self, node: Node) -> Rails[Mask]:
        match node:
            case Unsettled():
                return Rails(certain=False, refuted=False)
            case Order(left=left, sign=sign, right=right, right_is_fact=True):
                return self._compared(left, str(right), _ORDERS[sign])
            case Nearness(left=left, right=right, days=days):
                return self._compared(left, right, lambda one, other: np.abs(one - other) <= days)
        key, told = self.plan.of_atom[node]
        certain = self._plane(key, told.certain)
        if _is_known_but_not(told):
            refuted = PLANES.both([self._plane(key, told.known), PLANES.opposite(certain)])
        else:
            refuted = self._plane(key, told.refuted)
        known = self._known(key)
        if known is True:
            return Rails(certain, refuted)
        return Rails(
            *(_where(known, rail, told.of_unknown[place]) for place, rail in enumerate((certain, refuted)))
        )

    def _known(self, key: str) -> Mask:
        known = self.plan.cases[key].known
        return True if known is None else known[self.start // 8 : (self.end + 7) // 8]

    def _plane(self, key: str, truth: NDArray[np.bool_]) -> Mask:
        if truth.all() or not truth.any():
            return bool(truth.any())
        told = truth.tobytes()
        if (key, told) not in self._planes:
            place = self.plan.planes[key].get(told)
            if place is None:
                found = PLANES.opposite(self._plane(key, ~truth))
            else:
                found = self._bits(key, place, truth)
            self._planes[(key, told)] = found
        return self._planes[(key, told)]

    def _bits(self, key: str, place: int, truth: NDArray[np.bool_]) -> Bits:
        column = self.plan.cases[key]
        if isinstance(column, Flags):
            bits = column.bits[self.start // 8 : (self.end + 7) // 8]
            return bits if truth[1] else np.invert(bits)
        if key not in self._looked_up:
            codes = column.codes[self.start : self.end]
            self._looked_up[key] = [np.take(table, codes) for table in self.plan.tables[key]]
        word = self._looked_up[key][place // 8]
        if len(self.plan.planes[key]) > 1:
            word = word & np.uint8(1 << place % 8)
        return np.packbits(word, bitorder="little")

    def _compared(self, left: str, right: str, holds: Comparison) -> Rails[Mask]:
        one, other = self._day(left), self._day(right)
        known = (one != UNKNOWN_DAY) & (other != UNKNOWN_DAY)
        told = holds(one, other)
        certain, refuted = (np.packbits(rail, bitorder="little") for rail in (known & told, known & ~told))
        both_known = [self._known(left), self._known(right)]
        return Rails(PLANES.both([*both_known, certain]), PLANES.both([*both_known, refuted]))

    def _day(self, key: str) -> Days:
        if key not in self._days:
            column, days = self.plan.days[key]
            self._days[key] = np.take(days, column.codes[self.start : self.end])
        return self._days[key]


def _where(known: Mask, rail: Mask, of_unknown: bool) -> Mask:  # noqa: FBT001 - a rail of one value
    inside = PLANES.both([known, rail])
    return PLANES.either([inside, PLANES.opposite(known)]) if of_unknown else inside
