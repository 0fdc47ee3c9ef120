"""Every pack that differs from the real one by one condition: dropped, negated, widened or narrowed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from havenline.policy.conditions import (
    Answered,
    Both,
    Constant,
    Either,
    Membership,
    Modality,
    Nearness,
    Negation,
    Node,
    Order,
    Presence,
)
from havenline.policy.pack import Answer, Clause, Pack, Question
from havenline.policy.vocabulary import Fact, vocabulary

LONGEST = 120
SETS = re.compile(r"frozenset\(\{([^}]*)\}\)")
SIGNS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "<="}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A pack with one condition changed. place: where (`C1 answer 3`, `word reported`). change: what was
    done to it. was, now: the condition before and after. of_items: it is about evidence items. time: the how
    manieth of this place and change, where a condition holds the same part several times."""

    place: str
    change: str
    was: Node
    now: Node
    pack: Pack
    of_items: bool
    time: int = 1

    @property
    def name(self) -> str:
        """Its own among all mutants of the pack."""
        return f"{self.place}: {self.change}" + (f" ({self.time})" if self.time > 1 else "")


def mutants(pack: Pack) -> Iterator[Mutant]:
    """Every mutant of the words, clauses, item rules and taint of a pack, in the pack's order."""
    times: Counter[tuple[str, str]] = Counter()
    for each in _mutants(pack):
        times[each.place, each.change] += 1
        yield replace(each, time=times[each.place, each.change])


def _mutants(pack: Pack) -> Iterator[Mutant]:
    facts = vocabulary()
    for word, node in pack.words.items():
        for change, now in changed(node, facts):
            other = replace(pack, words={**pack.words, word: now})
            yield Mutant(f"word {word}", change, node, now, other, word in pack.item_words)
    for name, clause in pack.clauses.items():
        for site, instead in _of_clause(clause, facts):
            other = replace(pack, clauses={**pack.clauses, name: instead})
            yield Mutant(f"{name} {site.place}", site.change, site.was, site.now, other, site.of_items)
    for part in ("given", "because", "lifted") if pack.taint else ():
        node = getattr(pack.taint, part)
        for change, now in changed(node, facts):
            assert pack.taint is not None
            other = replace(pack, taint=replace(pack.taint, **{part: now}))
            yield Mutant(f"taint {part}", change, node, now, other, of_items=True)


@dataclass(frozen=True, slots=True)
class _Site:
    """One condition of a clause and what it is changed to."""

    place: str
    change: str
    was: Node
    now: Node
    of_items: bool = False


def _of_clause(clause: Clause, facts: Mapping[str, Fact]) -> Iterator[tuple[_Site, Clause]]:
    if clause.question:
        for site, question in _of_question(clause.question, facts, "answer", of_items=False):
            yield site, replace(clause, question=question)
    if clause.items:
        for site, question in _of_question(clause.items.question, facts, "item answer", of_items=True):
            yield site, replace(clause, items=replace(clause.items, question=question))
        was = clause.items.counts
        for change, now in changed(was, facts):
            site = _Site("item counts", change, was, now, of_items=True)
            yield site, replace(clause, items=replace(clause.items, counts=now))


def _of_question(
    asked: Question, facts: Mapping[str, Fact], kind: str, *, of_items: bool
) -> Iterator[tuple[_Site, Question]]:
    for place, answer in enumerate(asked.answers):
        if place + 1 < len(asked.answers):
            site = _Site(
                f"{kind} {place + 1}", "answer dropped", answer.when, Constant(value=False), of_items
            )
            yield site, _with(asked, place, ())
        for change, now in changed(answer.when, facts):
            site = _Site(f"{kind} {place + 1}", change, answer.when, now, of_items)
            yield site, _with(asked, place, (replace(answer, when=now),))


def _with(asked: Question, place: int, instead: tuple[Answer, ...]) -> Question:
    return replace(asked, answers=(*asked.answers[:place], *instead, *asked.answers[place + 1 :]))


def changed(node: Node, facts: Mapping[str, Fact]) -> Iterator[tuple[str, Node]]:
    """Each way to change one part of a condition, with what was done in words."""
    yield f"`{_short(node)}` negated", node.condition if isinstance(node, Negation) else Negation(node)
    match node:
        case Both(parts) | Either(parts):
            kind = type(node)
            for place, part in enumerate(parts):
                rest = (*parts[:place], *parts[place + 1 :])
                yield f"`{_short(part)}` dropped", kind(rest) if len(rest) > 1 else rest[0]
                for change, other in changed(part, facts):
                    yield change, kind((*parts[:place], other, *parts[place + 1 :]))
        case Negation(inner):
            for change, other in list(changed(inner, facts))[1:]:
                yield change, Negation(other)
        case Modality(inner, in_doubt):
            yield f"`{_short(node)}` the other way in doubt", Modality(inner, not in_doubt)
            yield f"`{_short(node)}` left in doubt", inner
            for change, other in changed(inner, facts):
                yield change, Modality(other, in_doubt)
        case _:
            yield from _of_leaf(node, facts)


def _of_leaf(node: Node, facts: Mapping[str, Fact]) -> Iterator[tuple[str, Node]]:
    match node:
        case Membership(path, values) if path in facts and facts[path].kind == "enum":
            for value in sorted(map(str, values)) if len(values) > 1 else ():
                yield f"`{path}` without {value}", Membership(path, values - {value})
            for value in sorted(set(facts[path].values) - values - {"unknown"}):
                yield f"`{path}` with {value}", Membership(path, values | {value})
        case Order(left, sign, right, is_fact):
            yield f"`{left} {sign}` now {SIGNS[sign]}", Order(left, SIGNS[sign], right, right_is_fact=is_fact)
        case Nearness(left, right, days):
            for other in (days - 1, days + 1):
                yield f"`{left}` within {other} days", Nearness(left, right, other)
        case Presence(path, known):
            yield f"`{path}` {'given' if known else 'known'}", Presence(path, not known)
        case Answered(question, answers) if len(answers) > 1:
            for answer in sorted(answers):
                yield f"`{question}` without {answer}", Answered(question, answers - {answer})


def _short(node: Node) -> str:
    told = SETS.sub(_in_order, repr(node))
    return told if len(told) <= LONGEST else told[: LONGEST - 3] + "..."


def _in_order(found: re.Match[str]) -> str:
    """A set's members in order, so that a mutant has the same name in every run."""
    return "{" + ", ".join(sorted(found[1].split(", "))) + "}"
