"""A verdict in words for a lawyer: the answer first, then each clause with the policy's sentence and its
reasons."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from havenline.policy.pack import Pack
from havenline.policy.verdict import ClauseVerdict, Verdict

WIDTH = 100
SAID = {
    "no_such_offense": "No such offense: not an offense for anyone, or not for this person",
    "do_not_charge": "Do not charge",
    "dismiss_review": "Review for dismissal: a pleading is filed that a clause bars",
    "hold_and_refer": "Hold and refer: a deciding fact is unknown, or a person must decide",
    "exclude_evidence": "Not barred from charging, but every item listed is kept out",
    "may_charge_clean_only": "May go on without anything from the report",
    "may_charge": "Outside the policy",
    "refuse_disclosure": "Refuse the disclosure",
    "disclose_minimum": "Disclose the minimum the law compels",
    "assist": "Assist",
    "stop_and_report": "Stop, and report it",
    None: "Nothing to do",
}


def prose(pack: Pack, verdict: Verdict, *, trace: bool = False) -> str:
    """The verdict as plain text, at most 100 columns wide; with `trace`, every condition tried."""
    lines = [*_head(verdict), ""]
    for name, clause in verdict.clauses.items():
        lines += [*_clause(pack, name, clause), ""]
    lines += _evidence(verdict)
    lines += _leaned_on(pack, verdict)
    if trace:
        lines += ["Every condition tried", *_trace(verdict), ""]
    return "\n".join([*lines, *_foot(verdict)])


def _wrapped(text: str, indent: str = "", hanging: str = "") -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=hanging or indent)


def _head(verdict: Verdict) -> Iterator[str]:
    yield f"{SAID[verdict.disposition]}  [{verdict.disposition or 'null'}]"
    for key, value in verdict.answers.items():
        shown = (
            ", ".join(value)
            if isinstance(value, list)
            else str(value).lower()
            if isinstance(value, bool)
            else value
        )
        yield from _wrapped(f"{key.replace('_', ' ')}: {shown}", "  ", "    ")
    if verdict.missing:
        yield from _wrapped("would decide: " + ", ".join(verdict.missing), "  ", "    ")


def _clause(pack: Pack, name: str, clause: ClauseVerdict) -> Iterator[str]:
    yield f"{name}  {clause.result}  -  {pack.clauses[name].title}"
    if clause.result != "not_applicable":
        words = pack.quote(name)
        yield from _wrapped(f"In short: {words}" if pack.restated else f"“{words}”", "    ")
    for reason in clause.because:
        fact = f"  [{reason.fact}]" if reason.fact and reason.fact not in reason.text else ""
        yield from _wrapped(f"- {reason.text}{fact}", "  ", "    ")
    if clause.interpretations:
        yield from _wrapped("leans on " + ", ".join(clause.interpretations), "  ", "    ")
    if clause.missing:
        yield from _wrapped("missing: " + ", ".join(clause.missing), "  ", "    ")


def _evidence(verdict: Verdict) -> Iterator[str]:
    if verdict.evidence is None:
        return
    yield "Evidence"
    for item, answers in verdict.evidence.items():
        told = ", ".join(f"{clause} {result}" for clause, result in answers.items())
        kept_out = "  (kept out)" if item in verdict.tainted else ""
        yield f"  {item}: {told}{kept_out}"
    yield ""


def _leaned_on(pack: Pack, verdict: Verdict) -> Iterator[str]:
    if not verdict.interpretations:
        return
    yield "Readings leaned on"
    for which, chosen in verdict.interpretations.items():
        reading = pack.reading(which)
        default = "" if chosen == reading.default else f" (the default is {reading.default})"
        yield from _wrapped(f"{which}  {reading.question}", "  ", "    ")
        yield from _wrapped(f"{chosen}{default}: {reading.texts[chosen]}", "    ", "    ")
    yield ""


def _trace(verdict: Verdict) -> Iterator[str]:
    for question, tried in verdict.trace().items():
        yield f"  {question}"
        for step in tried:
            answer = "nothing" if step["answer"] is None else step["answer"]
            yield from _wrapped(f"{answer} when {step['when']}: {step['holds']}", "    ", "      ")


def _foot(verdict: Verdict) -> Iterator[str]:
    state = verdict.approval.get("state")
    yield (
        "draft: not approved by counsel"
        if state != "approved"
        else f"approved by {verdict.approval.get('by', '')}"
    )
    if verdict.verified == "partial":
        yield "partial: the legal text behind this pack was not read in full"
    yield f"pack {verdict.pack} version {verdict.pack_version}, {verdict.pack_hash[:16]}"
