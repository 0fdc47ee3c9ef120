"""What comes from a protected person's information is kept out with it (C3)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from havenline.policy import Route, taint

TOLD = Route("lead", ["statement"])


@pytest.mark.parametrize(
    ("routes", "barred"),
    [
        ([], {"statement"}),
        ([TOLD], {"statement", "lead"}),
        ([TOLD, Route("exhibit", ["lead", "archive"])], {"statement", "lead", "exhibit"}),
        ([TOLD, Route("exhibit", ["archive"])], {"statement", "lead"}),
        ([TOLD, Route("lead", ["archive"])], {"statement"}),
        ([TOLD, Route("lead", [], independent=True, approved=True)], {"statement"}),
        ([TOLD, Route("lead", [], independent=True)], {"statement", "lead"}),
        ([TOLD, Route("lead", ["statement"], independent=True, approved=True)], {"statement", "lead"}),
        ([Route("lead", ["archive"], independent=True)], {"statement", "lead"}),
        ([Route("lead", ["nobody listed"])], {"statement", "lead"}),
        ([Route("lead", ["exhibit"]), Route("exhibit", ["lead"])], {"statement", "lead", "exhibit"}),
        ([Route("lead", ["exhibit"]), Route("exhibit", ["lead"]), Route("lead", ["archive"])], {"statement"}),
        ([Route("lead", ["lead"])], {"statement", "lead"}),
        ([Route("statement", ["archive"])], {"statement"}),
        ([("lead", ["archive", "archive"])], {"statement"}),
    ],
)
def test_item_is_barred_by_every_route(routes: list[Route], barred: set[str]) -> None:
    items = ["statement", "lead", "exhibit", "archive"]
    assert taint(items, routes, ["statement"]).barred == barred


def test_doubt_about_who_gave_it_spreads() -> None:
    found = taint(["a", "b", "c"], [Route("b", ["a"]), Route("c", ["b"])], [], perhaps_given=["a"])
    assert found.barred == frozenset()
    assert found.doubtful == {"a", "b", "c"}


def naive(items: list[int], routes: list[Route], given: set[int]) -> set[int]:
    """The definition itself, by trying again until nothing changes: what is not shown clean is barred."""
    clean: set[int] = set()
    while True:
        grown = {
            item
            for item in items
            if item not in given
            and (
                not [route for route in routes if route.item == item]
                or any(
                    route.item == item
                    and (route.approved or not route.independent)
                    and all(parent in clean for parent in route.parents)
                    for route in routes
                )
            )
        }
        if grown == clean:
            return set(items) - clean
        clean = grown


ROUTES = st.lists(
    st.builds(
        Route,
        item=st.integers(0, 7),
        parents=st.lists(st.integers(0, 8), max_size=3),
        independent=st.booleans(),
        approved=st.booleans(),
    ),
    max_size=14,
)


@given(routes=ROUTES, told=st.sets(st.integers(0, 7)), perhaps=st.sets(st.integers(0, 7)))
def test_taint_equals_the_naive_fixpoint(routes: list[Route], told: set[int], perhaps: set[int]) -> None:
    items = list(range(8))
    found = taint(items, routes, told, perhaps_given=perhaps)
    assert found.barred == naive(items, routes, told)
    assert found.barred | found.doubtful == naive(items, routes, told | perhaps)


@given(routes=ROUTES, told=st.sets(st.integers(0, 7)), more=st.integers(0, 7))
def test_more_given_never_clears_an_item(routes: list[Route], told: set[int], more: int) -> None:
    assert taint(range(8), routes, told).barred <= taint(range(8), routes, told | {more}).barred
