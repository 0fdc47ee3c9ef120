"""What state tables are made of: states, moves, who does each; printed as text and as a picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Move:
    """One move: the act it needs (empty: the person's own), its start states, its end, what happens."""

    act: str
    start: frozenset[str]
    end: str
    sentence: str


class NotFromHere(Exception):  # noqa: N818 - named for what the reader met
    """The thing is in a state from which this is not done: somebody else came first."""


def check_move(moves: Mapping[str, Move], state: str, name: str) -> str:
    """The state this move leads to; raises NotFromHere."""
    move = moves[name]
    if state not in move.start:
        raise NotFromHere(f"what is in the state `{state}` does not take `{name}`")
    return move.end


def printed(title: str, told: str, states: Mapping[str, str], moves: Mapping[str, Move]) -> str:
    """A state table as Markdown with a diagram; `told` is the paragraph under its title."""
    lines = [f"# {title}", "", told, "", "| state | what it says |", "| --- | --- |"]
    lines += [f"| `{name}` | {sentence} |" for name, sentence in states.items()]
    lines += ["", "| move | act it needs | from | to | what happens |", "| --- | --- | --- | --- | --- |"]
    for name, move in moves.items():
        start = ", ".join(f"`{state}`" for state in states if state in move.start)
        act = f"`{move.act}`" if move.act else "the person's own"
        lines.append(f"| `{name}` | {act} | {start} | `{move.end}` | {move.sentence} |")
    lines += ["", "```mermaid", "stateDiagram-v2", f"    [*] --> {next(iter(states))}"]
    lines += [
        f"    {state} --> {move.end}: {name}"
        for name, move in moves.items()
        for state in states
        if state in move.start
    ]
    ends = [state for state in states if not any(state in move.start for move in moves.values())]
    lines += [f"    {state} --> [*]" for state in ends] + ["```"]
    return "\n".join(lines) + "\n"
