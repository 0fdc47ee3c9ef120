"""Conditions in plain words, for whoever reads a rule and writes no code: a phrase for each kind of node."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from havenline.policy.conditions import (
    Answered,
    Both,
    Constant,
    Contains,
    Either,
    Listing,
    Membership,
    Modality,
    Nearness,
    Negation,
    Node,
    Order,
    Presence,
    Quantified,
    Reading,
    Tainted,
    Unsettled,
    Word,
)
from havenline.policy.pack import spoken

# A fact's path -> how a person calls it. Without one, facts go by their paths.
Label = Callable[[str], str]

_SIGNS = {"<": "before", "<=": "on or before", ">": "after", ">=": "on or after", "==": "the same day as"}
_NUMBERS = {"<": "under", "<=": "at most", ">": "more than", ">=": "at least", "==": "exactly"}


@dataclass(frozen=True, slots=True)
class Worded:
    """A condition in words.

    text: the phrase; for a condition made of others, what joins them. parts: those others. refers: what the
    phrase points to and of which kind: `word` (a word of the pack), `reading`, `clause`; empty for a fact.
    """

    text: str
    parts: tuple[Worded, ...] = ()
    refers: str = ""
    to: str = ""


def in_words(node: Node, *, label: Label = str) -> Worded:
    """The condition as a tree of phrases."""
    kind, to = reference(node)
    return Worded(
        phrase(node, label=label), tuple(in_words(part, label=label) for part in _parts(node)), kind, to
    )


def _parts(node: Node) -> Iterable[Node]:
    return () if is_short(node) else node.parts()


def is_short(node: Node) -> bool:
    """Whether `not` and what it denies fit into one phrase."""
    return isinstance(node, Negation) and not [*node.condition.parts()]


def spaced(word: object) -> str:
    """A word of the vocabulary or the pack as a person reads it."""
    return spoken(word).replace("_", " ")


def phrase(node: Node, *, label: Label = str) -> str:
    """The condition in one phrase; what it is made of is left to `parts`."""
    match node:
        case Both():
            return "all of these"
        case Either():
            return "at least one of these"
        case Negation(condition=part):
            return _denied(part, label=label) if is_short(node) else "not"
        case Modality(in_doubt=in_doubt):
            return "it may be that" if in_doubt else "it is known that"
        case Quantified(universal=universal):
            return "of every item" if universal else "of at least one item"
    return _of_one(node, label=label)


def _of_one(node: Node, *, label: Label) -> str:
    match node:
        case Constant(value=value):
            return "always" if value else "never"
        case Membership(path=path, values=values):
            return f"{label(path)}: {_either(values)}"
        case Order():
            return _ordered(node, label=label)
        case Nearness(left=left, right=right, days=days):
            return (
                f"{label(left)} and {label(right)} are at most {days} {'day' if days == 1 else 'days'} apart"
            )
        case Contains(path=path, member=None):
            return f"{label(path)}: none"
        case Contains(path=path, member=member):
            return f"{label(path)}: among them {spaced(member)}"
        case Listing(path=path, table=table):
            return f"{label(path)} stands in the table “{spaced(table)}”"
        case Presence(path=path, known=known):
            return f"{label(path)}: known" if known else f"the file tells of “{label(path)}”"
        case Unsettled(path=path):
            return f"{label(path)} does not tell it"
        case Reading(interpretation=which, chosen=chosen):
            return f"{which} is read as “{_either(chosen, plain=str)}”"
        case Word(name=name):
            return spaced(name)
        case Answered(question=question, answers=answers):
            return f"{spaced(question)} answers {_either(answers)}"
        case Tainted():
            return "the item came from the person's information"
    raise TypeError(f"no words for `{type(node).__name__}`")


def _either(values: Iterable[object], *, plain: Callable[[object], str] = spaced) -> str:
    told = sorted("yes" if value is True else "no" if value is False else plain(value) for value in values)
    return " or ".join([", ".join(told[:-1]), told[-1]]) if len(told) > 1 else told[0]


def _ordered(node: Order, *, label: Label) -> str:
    if node.right_is_fact:
        return f"{label(node.left)} is {_SIGNS[node.sign]} {label(str(node.right))}"
    signs = _SIGNS if isinstance(node.right, str) else _NUMBERS
    return f"{label(node.left)} is {signs[node.sign]} {node.right}"


def _denied(node: Node, *, label: Label) -> str:
    if isinstance(node, Membership) and all(isinstance(value, bool) for value in node.values):
        return f"{label(node.path)}: {_either({True, False} - node.values)}"
    if isinstance(node, Presence):
        return (
            f"{label(node.path)}: not known"
            if node.known
            else f"the file tells nothing of “{label(node.path)}”"
        )
    return f"not: {phrase(node, label=label)}"


def reference(node: Node) -> tuple[str, str]:
    """What a phrase points to: its kind and name, both empty for a plain fact."""
    match node:
        case Negation(condition=part) if is_short(node):
            return reference(part)
        case Word(name=name):
            return "word", name
        case Reading(interpretation=which):
            return "reading", which
        case Answered(question=question):
            return "clause", question
    return "", ""
