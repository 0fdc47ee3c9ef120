"""Refuses a rule that cannot mean what it says: a condition that never holds, an answer never given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from havenline.policy.conditions import Both, Constant, Either, Membership, Negation, Node, Reading, Word
from havenline.policy.document import Block
from havenline.policy.errors import PackRefused
from havenline.policy.pack import Answer

Words = Mapping[str, Node]


def never_holds(node: Node, words: Words) -> bool:
    """Whether no case can make the condition true, as far as its shape shows: `a and not a`, one fact with
    two values, one interpretation with two readings."""
    match node:
        case Constant(value=value):
            return not value
        case Either(conditions=parts):
            return all(never_holds(part, words) for part in parts)
        case Word(name=name):
            return never_holds(words[name], words)
        case Both():
            had = _joined(node, words)
            return any(never_holds(part, words) for part in had if not isinstance(part, Both | Word)) or any(
                _exclude(one, other) for number, one in enumerate(had) for other in had[number + 1 :]
            )
    return False


def _joined(node: Node, words: Words) -> list[Node]:
    """The conditions that must all hold for the node to hold; a word stands beside what it means."""
    match node:
        case Both(conditions=parts):
            return [each for part in parts for each in _joined(part, words)]
        case Word(name=name):
            meaning = words[name]
            return [node, *_joined(meaning, words)] if isinstance(meaning, Both) else [node, meaning]
        case Negation(condition=Either(conditions=parts)):
            return [each for part in parts for each in _joined(Negation(part), words)]
    return [node]


def _exclude(one: Node, other: Node) -> bool:
    match one, other:
        case Negation(condition=part), _ if part == other:
            return True
        case _, Negation(condition=part) if part == one:
            return True
        case Membership(path=left, values=some), Negation(condition=Membership(path=right, values=legal)):
            return left == right and some <= legal
        case Negation(condition=Membership()), Membership():
            return _exclude(other, one)
        case Membership(path=left, values=some), Membership(path=right, values=others) if left == right:
            return not some & others
        case Reading(interpretation=left, chosen=chosen), Reading(interpretation=right, chosen=rest) if (
            left == right
        ):
            return not chosen & rest
    return False


def covers(earlier: Node, later: Node, words: Words) -> bool:
    """Whether the earlier condition holds wherever the later one does, as far as their shapes show."""
    if earlier in (later, Constant(value=True)):
        return True
    if isinstance(later, Either):
        return all(covers(earlier, part, words) for part in later.conditions)
    match earlier:
        case Either(conditions=parts):
            return any(covers(part, later, words) for part in parts)
        case Both(conditions=parts):
            return all(covers(part, later, words) for part in parts)
        case Negation(condition=Either(conditions=parts)):
            return all(covers(Negation(part), later, words) for part in parts)
        case Word(name=name) if covers(words[name], later, words):
            return True
    return any(_follows(earlier, each) for each in _joined(later, words))


def _follows(wanted: Node, given: Node) -> bool:
    match wanted, given:
        case Membership(path=left, values=legal), Membership(path=right, values=values):
            return left == right and values <= legal
        case Reading(interpretation=left, chosen=legal), Reading(interpretation=right, chosen=values):
            return left == right and values <= legal
        case Negation(condition=Membership(path=left, values=barred)), Membership(path=right, values=values):
            return left == right and not values & barred
    return wanted == given


def refuse_dead(block: Block, answers: Sequence[Answer], words: Words) -> None:
    """Raise PackRefused for an answer that is never given, naming its line and the answer given instead."""
    name = block.says["id"]
    for number, answer in enumerate(answers):
        if never_holds(answer.when, words):
            raise PackRefused(
                f"{block.where(answer.condition)}: `{name}` never answers `{answer.result}`: "
                f"`{answer.condition}` contradicts itself"
            )
        for earlier in answers[:number]:
            if number < len(answers) - 1 and covers(earlier.when, answer.when, words):
                raise PackRefused(
                    f"{block.where(answer.condition)}: `{name}` never answers `{answer.result}` here: "
                    f"`{earlier.result}` at {block.where(earlier.condition)} is given first"
                )


def check_span(first: str, last: str, *, where: str) -> None:
    """Raise PackRefused for days that are none, or a last day before the first. Empty: no such day."""
    for day in filter(None, (first, last)):
        try:
            date.fromisoformat(day)
        except ValueError:
            raise PackRefused(f"{where}: `{day}` is not a day", hint="YYYY-MM-DD") from None
    if first and last and last < first:
        raise PackRefused(f"{where}: ends on {last}, before it begins on {first}")
