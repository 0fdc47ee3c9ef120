"""Which facts a pack looks at: those a form for it asks for, and no others."""

from __future__ import annotations

from collections.abc import Iterator

from havenline.policy.conditions import Node, Presence, walk
from havenline.policy.drawing import deciding
from havenline.policy.pack import Pack
from havenline.policy.supposing import paths_of


def touched(pack: Pack) -> frozenset[str]:
    """Paths of every fact and section the pack's conditions read, those a derived fact comes from included.

    `item.kind` for a fact of an item. The day of the decision is always one. Where items are asked about,
    what they were found through counts too: taint reads it.
    """
    found = {"screening", *pack.also}
    for node in _parts(pack):
        found.update(paths_of(node))
        if path := getattr(node, "path", ""):
            found.add(path)
    if "due" in pack.questions:
        found.add("request.received")  # the clock runs from it
    if pack.taint:
        found |= {"item.derived_from", "item.routes"}
    return frozenset(found)


def told_apart(pack: Pack) -> frozenset[str]:
    """Paths of which a rule asks whether the case file says anything: there, silence and `unknown` differ."""
    return frozenset(part.path for part in _parts(pack) if isinstance(part, Presence) and not part.known)


def _parts(pack: Pack) -> Iterator[Node]:
    for node in _conditions(pack):
        yield from walk(node)


def _conditions(pack: Pack) -> Iterator[Node]:
    yield from deciding(pack)
    for collected in pack.collected.values():
        yield from (when for _, when in collected.entries)
    questions = [clause.question for clause in pack.clauses.values() if clause.question]
    for question in [*questions, *pack.questions.values()]:
        yield from (when for _, when in (*question.leans, *question.lacks))
