"""What else could answer the gate's question, on the same office and questions: any path only, no routes."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection

from benchmarks.wall_graph import Graph

# Any item given by the person among all these rest on.
_UPWARD = """
WITH RECURSIVE up (start, item) AS (
    SELECT number, number FROM wall_item WHERE number IN ({places})
    UNION SELECT up.start, p.parent_id FROM up JOIN wall_routeparent p ON p.item_id = up.item
) SELECT DISTINCT up.start FROM up JOIN wall_item i ON i.number = up.item WHERE i.given_by_id = %s
"""
# All that rests on anything the person gave, cut with the items asked about.
_DOWNWARD = """
WITH RECURSIVE down (item) AS (
    SELECT number FROM wall_item WHERE given_by_id = %s
    UNION SELECT p.item_id FROM down JOIN wall_routeparent p ON p.parent_id = down.item
) SELECT item FROM down WHERE item IN ({places})
"""


def measured(
    graph: Graph,
    questions: Sequence[tuple[list[int], int]],
    *,
    spread: Callable[[Sequence[Callable[[], object]]], dict[str, float]],
) -> dict[str, Any]:
    """Recursive SQL both ways, and rustworkx where it can be imported."""
    from benchmarks.wall_rows import _key, subject

    def ask(statement: str, parameters: list[object]) -> set[int]:
        with connection.cursor() as cursor:
            cursor.execute(statement.format(places=", ".join(["%s"] * 50)), parameters)
            return {row[0] for row in cursor.fetchall()}

    def upward(numbers: list[int], person: int) -> set[int]:
        return ask(_UPWARD, [*numbers, _key(subject(person))])

    def downward(numbers: list[int], person: int) -> set[int]:
        return ask(_DOWNWARD, [_key(subject(person)), *numbers])

    told = {
        "peer: recursive SQL upward, any path": spread([lambda one=one: upward(*one) for one in questions]),
        "peer: recursive SQL downward, any path": spread(
            [lambda one=one: downward(*one) for one in questions]
        ),
    }
    assert all(upward(*one) == downward(*one) for one in questions[:50])
    try:
        import rustworkx
    except ImportError:
        return told | {"peer: rustworkx in memory, any path": "not installed"}
    begun, memory = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    network = rustworkx.PyDiGraph()
    network.add_nodes_from(range(graph.items + 1))
    for at in range(0, len(graph.edges), 1_000_000):
        part = graph.edges[at : at + 1_000_000, [2, 1]]
        network.add_edges_from_no_data(list(map(tuple, part.tolist())))
    loaded = time.perf_counter() - begun
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory
    given: dict[int, set[int]] = {}
    for item, person in graph.given.tolist():
        given.setdefault(person, set()).add(item)

    def inward(numbers: list[int], person: int) -> set[int]:
        told_by = given[person]
        return {one for one in numbers if one in told_by or told_by & rustworkx.ancestors(network, one)}

    told["peer: rustworkx in memory, any path"] = spread(
        [lambda one=one: inward(*one) for one in questions]
    ) | {"loaded in s": round(loaded), "MB": round(grown / 1024)}
    return told
