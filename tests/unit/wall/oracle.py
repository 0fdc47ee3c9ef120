"""A second opinion on the wall, told only what was done: graphs from networkx, and the plainest fixpoint.

It never reads the wall's rows and shares no code with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import networkx as nx

DERIVED, WAITING, APPROVED, RETRACTED = "derived", "waiting", "approved", "retracted"


@dataclass
class Way:
    """One way an item came to be, and how it stands."""

    item: str
    parents: set[str]
    state: str
    attester: str = ""


@dataclass
class Oracle:
    """All that was done, by references; routes of sources by number."""

    items: list[str] = field(default_factory=list)
    given: set[tuple[str, str]] = field(default_factory=set)
    derived: dict[str, Way] = field(default_factory=dict)
    sources: dict[int, Way] = field(default_factory=dict)

    def givers(self, item: str) -> set[str]:
        """Who gave this item."""
        return {person for one, person in self.given if one == item}

    def would_circle(self, item: str, parents: Iterable[str]) -> bool:
        """Whether the item would rest on itself by any way that was not taken back."""
        graph = self._graph()
        return any(parent == item or nx.has_path(graph, item, parent) for parent in parents)

    def _graph(self) -> nx.DiGraph:
        """An edge from each parent to what rests on it."""
        graph = nx.DiGraph()
        graph.add_nodes_from(self.items)
        for way in [*self.derived.values(), *self.sources.values()]:
            if way.state != RETRACTED:
                graph.add_edges_from((parent, way.item) for parent in way.parents)
        assert nx.is_directed_acyclic_graph(graph)
        return graph

    def barred(self, person: str) -> set[str]:
        """What is barred against the person: grown from what they gave until nothing is added."""
        found = {item for item, giver in self.given if giver == person}
        ways: dict[str, list[set[str]]] = {item: [way.parents] for item, way in self.derived.items()}
        for source in self.sources.values():
            if source.state == APPROVED:
                ways[source.item].append(source.parents)
        grew = True
        while grew:
            more = {
                item
                for item, routes in ways.items()
                if item not in found and all(way & found for way in routes)
            }
            found |= more
            grew = bool(more)
        graph = self._graph()
        below = set().union(*(nx.descendants(graph, item) | {item} for item in found & self._told(person)))
        assert found <= below, "nothing is barred that rests on nothing the person gave"
        return found

    def _told(self, person: str) -> set[str]:
        return {item for item, giver in self.given if giver == person}
