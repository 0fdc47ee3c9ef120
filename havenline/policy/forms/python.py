"""A pack written out as one Python function: the same answers for a single case, hundreds of times faster.

    decide = compile(load())
    results, missing = decide(read_case(path))        # both in the order of decide.questions

Each condition becomes two expressions, one for certainly true and one for certainly false, so that Python's
own short circuits skip what cannot matter. Reasons, readings leaned on and evidence items stay with the
interpreter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Protocol, cast

from havenline.policy.forms.expressions import Expressions
from havenline.policy.forms.reduction import Asked, Reduced, reduced, refuse_evidence
from havenline.policy.forms.settled import Settling
from havenline.policy.pack import Pack

Outcome = tuple[tuple[str, ...], Mapping[str, tuple[str, ...]]]
NOTHING_MISSING: Mapping[str, tuple[str, ...]] = MappingProxyType({})


class Decide(Protocol):
    """The function generated. questions: what it answers, in order. source: its text, to be read."""

    questions: tuple[str, ...]
    source: str

    def __call__(self, case: Mapping[str, Any]) -> Outcome:
        """Per question the answer as conditions write it, and per question in doubt the facts missing.

        case: as `read_case` returns it. Raises EvidenceOutside when it lists evidence items.
        """


def compile(  # noqa: A001 - what it does has no better word
    pack: Pack,
    readings: Mapping[str, str] = MappingProxyType({}),
    *,
    questions: Iterable[str] | None = None,
) -> Decide:
    """The function that decides cases by this pack under these readings.

    questions: as for `reduced`; every clause and the disposition unless given. Raises ReadingUnknown.
    """
    return function(reduced(pack, readings, questions=questions))


def function(pack: Reduced) -> Decide:
    """The function of a pack already reduced."""
    settling = Settling(pack.pack)
    writer = _Writer(pack, settling)
    source = writer.source()
    names: dict[str, Any] = {
        "NOTHING": MappingProxyType({}),
        "NOTHING_MISSING": NOTHING_MISSING,
        "OFFENSE": settling.offense,
        "STATUTE": settling.statute,
        "DAY": _Days(),
        "refuse_evidence": refuse_evidence,
    }
    # The text is made of the pack's own closed conditions; every value in it is written by `repr`.
    exec(source, names)  # noqa: S102
    made = names["decide"]
    made.questions, made.source = pack.wanted, source
    return cast(Decide, made)


class _Days(dict[str, int]):
    """A day as a number, worked out once."""

    def __missing__(self, day: str) -> int:
        from datetime import date

        self[day] = number = date.fromisoformat(day).toordinal()
        return number


class _Writer:
    """Writes the function, question after question."""

    def __init__(self, pack: Reduced, settling: Settling) -> None:
        self.pack, self.expressions = pack, Expressions(pack, settling)
        self.lines: list[str] = []
        self.defined: set[str] = set()

    def source(self) -> str:
        for asked in self.pack.questions.values():
            self.words(asked)
            self.question(asked)
        body = [*self.reading(), *self.lines, *self.told()]
        lacking = [line for asked in self.pack.questions.values() for line in self.lacking(asked)]
        return "\n".join([*lacking, "def decide(case):", *(f"    {line}" for line in body), ""])

    def reading(self) -> list[str]:
        """Facts are read once, whatever looks at them."""
        return [
            'if case.get("evidence"):',
            '    raise EvidenceOutside("evidence")',
            *self.expressions.reads(),
        ]

    def words(self, asked: Asked) -> None:
        """Words used more than once are worked out before the question that first uses them."""
        for name in self.expressions.words_of(asked):
            if name not in self.defined:
                self.defined.add(name)
                certain, refuted = self.expressions.pair(self.pack.words[name])
                self.lines += [f"t_{name} = {certain}", f"f_{name} = not t_{name} and {refuted}"]

    def question(self, asked: Asked) -> None:
        bits = _bits(asked)
        lines = ["o = 0", "while 1:"]
        for result, when in asked.answers:
            certain, refuted = self.expressions.pair(when)
            if certain == "True":
                lines += [f"    o |= {bits[result]}", "    break"]
                break
            if self.expressions.is_definite(when):
                lines += [f"    if {certain}:", f"        o |= {bits[result]}", "        break"]
                continue
            lines += [f"    if not {refuted}:", f"        o |= {bits[result]}"]
            lines += [f"        if {certain}:", "            break"]
        table = [asked.doubt] * (1 << len(bits))
        for result, bit in bits.items():
            table[bit] = result
        lines += [f"r_{asked.id} = {tuple(table)!r}[o]", f"o_{asked.id} = o"]
        self.lines += lines

    def told(self) -> list[str]:
        results = "".join(f"r_{name}, " for name in self.pack.wanted)
        doubts = [f"o_{name} in {_doubtful(self.pack.questions[name])}" for name in self.pack.wanted]
        lines = [
            f"if not ({' or '.join(doubts)}):",
            f"    return ({results}), NOTHING_MISSING",
            "missing = {}",
        ]
        for name in self.pack.wanted:
            asked = self.pack.questions[name]
            lines += [f"if o_{name} in {_doubtful(asked)}:"]
            lines += [f"    missing[{name!r}] = missing_{name}({', '.join(self.arguments(asked))})"]
        return [*lines, f"return ({results}), missing"]

    def arguments(self, asked: Asked) -> list[str]:
        return [f"o_{asked.id}", *self.expressions.names_in(self.lacking_lines(asked))]

    def lacking(self, asked: Asked) -> list[str]:
        if asked.id not in self.pack.wanted:
            return []
        head = f"def missing_{asked.id}({', '.join(self.arguments(asked))}):"
        return [head, *(f"    {line}" for line in self.lacking_lines(asked)), ""]

    def lacking_lines(self, asked: Asked) -> list[str]:
        """The unknown facts that kept more than one answer open, in the order they are first met."""
        lines = ["m = {}"]
        for path, when in asked.lacks:
            refuted = self.expressions.pair(when)[1]
            lines += [f"if not {refuted}:", f"    m[{path!r}] = 1"]
        several = [str(o) for o in range(1 << len(asked.results)) if o & (o - 1)]
        lines.append(f"if o_{asked.id} not in {{{', '.join(several) or -1}}}:")
        lines.append("    return tuple(m)")
        for _, when in asked.answers:
            certain, refuted = self.expressions.pair(when)
            if certain == "True":
                break
            lines += [f"if {certain}:", "    return tuple(m)"]
            if not self.expressions.is_definite(when):
                lines += [f"if not {refuted}:"]
                lines += [f"    {line}" for line in self.expressions.missing(when)]
        return [*lines, "return tuple(m)"]


def _bits(asked: Asked) -> dict[str, int]:
    return {result: 1 << place for place, result in enumerate(asked.results)}


def _doubtful(asked: Asked) -> str:
    """The sets of open answers that leave something missing."""
    bits = _bits(asked)
    several = [o for o in range(1 << len(bits)) if o & (o - 1)]
    if asked.lacks:
        several.append(bits[asked.doubt])
    return "{" + (", ".join(map(str, several)) or "-1") + "}"
