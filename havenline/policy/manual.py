"""A pack printed for a lawyer: the words, the rule that reads them, the readings, and cases that show it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from havenline.policy.decision import decide
from havenline.policy.document import document
from havenline.policy.pack import Clause, Pack, Question
from havenline.policy.worked import WorkedCase


def manual(pack: Pack, cases: Sequence[WorkedCase] = (), *, depth: int = 1) -> list[str]:
    """The pack as lines of Markdown. cases: shown in a table under each clause, decided as they are printed.

    depth: how deep the headings stand.
    """
    sign = "#" * depth
    lines = [f"{sign} {pack.title}", "", *_head(pack), ""]
    if pack.also:
        lines += [f"{sign}# Facts it adds", "", *_facts(pack), ""]
    for clause in pack.clauses.values():
        lines += [*_clause(pack, clause, sign + "#"), ""]
        if cases and clause.question:
            lines += [*_cases(pack, clause, cases), ""]
    if pack.words:
        lines += [f"{sign}# Words", "", *_words(pack), ""]
    if pack.readings:
        lines += [f"{sign}# Readings", "", *_readings(pack)]
    while lines[-1] == "":
        lines.pop()
    return lines


def standing(pack: Pack) -> str:
    """Whether counsel approved the pack and its law was read in full."""
    approved = pack.approval.get("state") == "approved"
    said = f"approved by {pack.approval.get('by', '')}" if approved else "draft: not approved by counsel"
    return f"{said}; law read: {pack.verified}"


def span(pack: Pack) -> str:
    """From when to when the pack is in force."""
    first, last = pack.in_force
    return f"{first} to {last}" if last else f"from {first}"


def _head(pack: Pack) -> Iterator[str]:
    yield f"Pack `{pack.id}`, version {pack.version}, in force {span(pack)}. **{standing(pack)}.**"


def _facts(pack: Pack) -> Iterator[str]:
    yield "| fact | values | question |"
    yield "| --- | --- | --- |"
    for path, fact in pack.also.items():
        values = ", ".join(fact.values) or {"bool": "yes, no"}.get(fact.kind, fact.kind)
        yield f"| `{path}` | {values} | {fact.question} |"


def _words(pack: Pack) -> Iterator[str]:
    """What the conditions' own words mean, as the pack defines them."""
    yield "| word | means |"
    yield "| --- | --- |"
    for block in document(pack.sources["policy.md"], file="policy.md").blocks:
        if block.kind == "words":
            yield from (f"| `{name}` | `{_cell(str(meaning))}` |" for name, meaning in block.says.items())


def _clause(pack: Pack, clause: Clause, sign: str) -> Iterator[str]:
    yield f"{sign} {clause.id}. {clause.title}"
    yield ""
    yield f"> {clause.quote}"
    yield ""
    if pack.restated:
        yield f"Restated in short. Source: {clause.source} (verified: {clause.verified})."
    said = [("Binds", clause.binds), ("Protects", clause.protects), ("Effect", clause.effect)]
    yield " ".join(f"{label}: {text}." for label, text in said if text)
    if clause.interpretations:
        yield f"Readings: {', '.join(clause.interpretations)}."
    for question in _questions(clause):
        yield ""
        yield from _rule(question)


def _questions(clause: Clause) -> Iterable[Question]:
    if clause.question:
        yield clause.question
    if clause.items:
        yield clause.items.question


def _rule(question: Question) -> Iterator[str]:
    yield "| answer | when (the first that holds) | because |"
    yield "| --- | --- | --- |"
    for answer in question.answers:
        when = "otherwise" if answer.condition == "true" else f"`{answer.condition}`"
        yield f"| {answer.result} | {_cell(when)} | {_cell(answer.because)} |"
    yield ""
    yield f"Not known which: {question.doubt}."


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _cases(pack: Pack, clause: Clause, cases: Sequence[WorkedCase]) -> Iterator[str]:
    yield "| case | | answer | readings leaned on | would decide |"
    yield "| --- | --- | --- | --- | --- |"
    for case in cases:
        if clause.id not in case.expected.get("clauses", {}):
            continue
        told = decide(pack, case.case, readings=case.readings).clauses[clause.id]
        missing = ", ".join(f"`{path}`" for path in told.missing)
        leaned = ", ".join(told.interpretations)
        yield f"| {case.id} | {_cell(case.told)} | {told.result} | {leaned} | {missing} |"


def _readings(pack: Pack) -> Iterator[str]:
    for reading in pack.readings.values():
        yield f"**{reading.id}** {reading.question} ({', '.join(reading.clauses)})"
        yield ""
        for name, text in reading.texts.items():
            default = " (default)" if name == reading.default else ""
            yield f"- `{name}`{default}: {text}"
        yield ""
