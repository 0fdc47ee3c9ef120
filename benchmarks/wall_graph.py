"""An invented office's wall of any size, as columns: cases of a hundred items, found through one another.

In a case 45 items are sources and 55 were found through others, in twelve layers, each thinner. Each stands
on an item of the layer above and on one or two of any layer above; one such parent in fifty is an item of
another case. One found item in a hundred has an approved source of its own, one in two hundred one that is
not approved yet. Of the persons most gave one or two items, one in a thousand gave two hundred.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

CASE = 100
LAYERS = (45, 12, 9, 7, 6, 5, 4, 3, 3, 2, 2, 1, 1)  # 12 layers below the sources
_STARTS = np.cumsum((0, *LAYERS))
# Position in a case -> its layer.
LAYER_OF = np.repeat(np.arange(len(LAYERS)), LAYERS)


@dataclass(frozen=True)
class Graph:
    """Items are numbered from 1, persons from 1, routes from 1; every edge is (route, item, parent)."""

    items: int
    persons: int
    derived: np.ndarray  # items with a derived route; route n belongs to derived[n - 1]
    edges: np.ndarray  # three columns
    sources: np.ndarray  # item, approved
    source_edges: np.ndarray  # index into sources, parent
    given: np.ndarray  # item, person, one row an item

    @property
    def parents(self) -> int:
        """How many parents there are in all routes."""
        return len(self.edges) + len(self.source_edges)


def make(*, items: int, persons: int, seed: int = 4) -> Graph:
    """The wall; items in whole cases."""
    chance = np.random.default_rng(seed)
    items -= items % CASE
    number = np.arange(items)
    layer = LAYER_OF[number % CASE]
    derived = number[layer > 0]
    edges = _edges(derived, layer, items, chance)
    sources, source_edges = _sources(derived, layer, chance)
    given = _given(items, persons, chance)
    return Graph(items, persons, derived + 1, edges, sources, source_edges, given)


def _edges(derived: np.ndarray, layer: np.ndarray, items: int, chance: np.random.Generator) -> np.ndarray:
    case, depth = derived // CASE, layer[derived]
    start, end = _STARTS[depth - 1], _STARTS[depth]
    nearest = case * CASE + start + chance.integers(0, end - start)
    columns = [np.stack([np.arange(len(derived)), derived, nearest])]
    for share in (1.0, 0.727):
        some = np.flatnonzero(chance.random(len(derived)) < share)
        elsewhere = chance.random(len(some)) < 0.02
        cases = np.where(elsewhere, chance.integers(0, items // CASE, len(some)), case[some])
        any_above = cases * CASE + chance.integers(0, _STARTS[depth[some]])
        columns.append(np.stack([some, derived[some], any_above]))
    return np.unique(np.concatenate(columns, axis=1).T, axis=0) + 1


def _sources(
    derived: np.ndarray, layer: np.ndarray, chance: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    drawn = chance.random(len(derived))
    with_source = derived[drawn < 0.015]
    approved = (drawn[drawn < 0.015] < 0.01).astype(np.int64)
    resting = np.flatnonzero(chance.random(len(with_source)) < 0.5)
    above = with_source[resting] // CASE * CASE + chance.integers(0, _STARTS[layer[with_source[resting]]])
    return np.stack([with_source + 1, approved]).T, np.stack([resting, above + 1]).T


def _given(items: int, persons: int, chance: np.random.Generator) -> np.ndarray:
    many = np.where(np.arange(persons) % 1000 == 0, 200, chance.integers(1, 3, persons))
    person = np.repeat(np.arange(1, persons + 1), many)
    source = chance.integers(0, items // CASE, len(person)) * CASE + chance.integers(
        0, LAYERS[0], len(person)
    )
    _, first = np.unique(source, return_index=True)
    return np.stack([source[first] + 1, person[first]]).T
