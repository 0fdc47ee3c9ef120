"""What the wall costs at full size: the gate's question, a list by person, a reason, an act, a night's check.

    nice python -m benchmarks.wall [--items 10000000] [--persons 100000] [--json FILE] [--folder /tmp]
        [--database postgresql://user@host:port/name]

An office is made in a folder of its own with real settings (synchronous=FULL), filled with an invented wall
(`wall_graph`), and asked through the wall's public functions. Its rows of taint are those that
`havenline.wall.rebuild` reckons and writes. Beside it, in the same run, on the same questions: recursive SQL
upward and downward and rustworkx in memory, all for any path only. With --database an empty PostgreSQL is
filled and asked instead, through psycopg. Several GB; the folder is removed at the end.

Goals: gate question of 50 items p95 <= 5 ms, all against a person p95 <= 20 ms, reason p95 <= 5 ms, a tracked
act <= 2x an untracked one, check of all rows <= 15 s and equal, extra disk <= 20%; PostgreSQL within 5x.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks import wall_graph, wall_rows

ASKED = 50


def spread(acts: Sequence[Callable[[], object]]) -> dict[str, float]:
    """Milliseconds of each act, one after the other."""
    took = []
    for act in acts:
        begun = time.perf_counter()
        act()
        took.append((time.perf_counter() - begun) * 1000)
    cuts = statistics.quantiles(took * 2, n=20, method="inclusive")
    return {"p50_ms": round(cuts[9], 3), "p95_ms": round(cuts[18], 3), "n": len(took)}


def questions(graph: wall_graph.Graph, chance: random.Random, count: int) -> list[tuple[list[int], int]]:
    """Numbers of 50 items and a person: 40 of a case this person gave something in, 10 of any."""
    found = []
    for _ in range(count):
        item, person = (int(one) for one in graph.given[chance.randrange(len(graph.given))])
        start = (item - 1) // wall_graph.CASE * wall_graph.CASE + 1
        own = chance.sample(range(start, start + wall_graph.CASE), 40)
        rest = [chance.randrange(1, graph.items + 1) for _ in range(ASKED - 40)]
        found.append((own + rest, person))
    return found


def anywhere(graph: wall_graph.Graph, chance: random.Random, count: int) -> list[tuple[list[int], int]]:
    """The harder question: 50 items of fifty cases."""
    return [
        (
            [chance.randrange(1, graph.items + 1) for _ in range(ASKED)],
            int(graph.given[chance.randrange(len(graph.given))][1]),
        )
        for _ in range(count)
    ]


def asked_of_ours(graph: wall_graph.Graph, *, count: int, chance: random.Random) -> dict[str, Any]:
    """Our own functions on the database Django is connected to."""
    from havenline import wall
    from havenline.wall import explain, queries, recompute
    from havenline.wall.models import Item, Taint

    def loaded(asked: list[tuple[list[int], int]]) -> list[tuple[list[Item], Any]]:
        return [
            (list(Item.objects.filter(number__in=numbers)), wall_rows.subject(person))
            for numbers, person in asked
        ]

    def gate(pairs: list[tuple[list[Item], Any]]) -> dict[str, float]:
        return spread([lambda one=one: wall.tainted(*one) for one in pairs])  # type: ignore[misc]

    usual, hard = loaded(questions(graph, chance, count)), loaded(anywhere(graph, chance, count))
    people = [
        wall_rows.subject(int(person)) for _, person in graph.given[:: max(1, len(graph.given) // count)]
    ]
    heavy = [wall_rows.subject(one) for one in range(1, graph.persons + 1, 1000)]
    barred = [
        Item.objects.get(number=number)
        for number in Taint.objects.filter(
            item__in=[chance.randrange(1, graph.items + 1) for _ in range(20 * count)]
        )
        .values_list("item", flat=True)
        .distinct()[:count]
    ]
    gate(usual[:50])  # the first questions also warm the connection
    rows = [lambda one=one: set(queries._stored([i.number for i in one[0]], one[1])) for one in usual]
    return {
        "gate question, 40 of a case and 10 of any": gate(usual),
        "gate question, 50 of any": gate(hard),
        "  of it the rows alone": spread(rows),
        "  of it what they rest on": spread(
            [lambda one=one: recompute.ancestry([i.number for i in one[0]]) for one in usual]
        ),
        "edges above a question (mean)": round(
            statistics.mean(
                sum(len(way.parents) for way in recompute.ancestry([i.number for i in one[0]]).ways)
                for one in usual[:200]
            )
        ),
        "all against a person, any": spread(
            [lambda one=one: explain.barred_against(one, most=10**6) for one in people]
        ),
        "all against a person who gave 200": spread(
            [lambda one=one: explain.barred_against(one, most=10**6) for one in heavy]
        ),
        "rows against a person (mean, most)": [
            round(statistics.mean(map(explain.count_against, people))),
            max(map(explain.count_against, heavy)),
        ],
        "reason of a barred item": spread([lambda one=one: explain.reasons(one) for one in barred]),
        "barred items asked for a reason": len(barred),
    }


def acts(graph: wall_graph.Graph, *, count: int, chance: random.Random) -> dict[str, Any]:
    """A new item found through two others, entered as ever and without its rows of taint, turn about."""
    from django.db import transaction
    from django.utils import timezone

    from havenline import ledger, wall
    from havenline.database.inserting import insert
    from havenline.wall import actions
    from havenline.wall.models import Item, Route, RouteParent

    by = "member:6f9b1c7e-2f57-4c38-9b5e-0d7f0b1f0a11"

    def parents() -> list[Item]:
        return list(Item.objects.filter(number__in=[chance.randrange(1, graph.items + 1) for _ in range(2)]))

    def tracked(above: list[Item]) -> None:
        with transaction.atomic():
            wall.add_item("document", derived_from=above, by=by)

    def entry(item: Item) -> None:
        about, detail = {"item": str(item.id)}, {"kind": "document", "routes": 1}
        ledger.append("item.added", by=by, at=timezone.now(), about=about, detail=detail)

    def untracked(above: list[Item]) -> None:
        with transaction.atomic():
            item = Item(ref=actions._free_ref(), kind="document")
            insert(item)
            route = Route(item=item, kind=Route.DERIVED)
            insert(route)
            for parent in above:
                insert(RouteParent(route=route, item=item, parent=parent))
            entry(item)

    def bare(_: list[Item]) -> None:
        with transaction.atomic():
            item = Item(ref=actions._free_ref(), kind="document")
            insert(item)
            entry(item)

    took: dict[str, list[float]] = {"tracked": [], "routes, no taint": [], "no routes": []}
    for _ in range(count):
        for name, act in zip(took, (tracked, untracked, bare), strict=True):
            above = parents()
            begun = time.perf_counter()
            act(above)
            took[name].append((time.perf_counter() - begun) * 1000)
    found = {name: round(statistics.median(each), 3) for name, each in took.items()}
    return {
        "act p50 ms": found,
        "tracked / routes, no taint": round(found["tracked"] / found["routes, no taint"], 2),
        "tracked / no routes": round(found["tracked"] / found["no routes"], 2),
    }


def checked() -> dict[str, Any]:
    """The night's check."""
    from havenline.wall import rebuild

    begun = time.perf_counter()
    found = rebuild.check()
    return {"seconds": round(time.perf_counter() - begun, 1), "equal": found.is_equal, "rows": found.rows}


def office(folder: Path, database: str) -> None:
    """Settings of an office in this folder, its database migrated."""
    from tests.office import make_secrets

    if not (folder / "secrets").exists():
        make_secrets(folder)
    os.environ["HAVENLINE_DATA"] = str(folder)
    os.environ["HAVENLINE_DATABASE"] = database
    os.environ["DJANGO_SETTINGS_MODULE"] = "havenline.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def measured(folder: Path, chosen: argparse.Namespace) -> dict[str, Any]:
    """Fill one office and ask it; peers beside where it is SQLite."""
    is_sqlite = chosen.database == "sqlite"
    office(folder, chosen.database)
    graph = wall_graph.make(items=chosen.items, persons=chosen.persons)
    told: dict[str, Any] = {
        "database": "SQLite" if is_sqlite else "PostgreSQL",
        "items": graph.items,
        "parents": graph.parents,
        "persons": graph.persons,
        "day": date.today().isoformat(),  # noqa: DTZ011 - the day of this machine
    }
    begun = time.perf_counter()
    wall_rows.fill(graph)
    told["filled in s"] = round(time.perf_counter() - begun)
    before = wall_rows.size()
    from django.utils import timezone

    from havenline.wall import rebuild

    begun = time.perf_counter()
    rebuild.rebuild(by="", at=timezone.now())
    told["rows made from nothing and written in s"] = round(time.perf_counter() - begun)
    wall_rows.settle()
    told["disk MB, without and with taint"] = [round(one / 1e6) for one in (before, wall_rows.size())]
    told["extra disk"] = f"{wall_rows.size() / before - 1:.1%}"
    chance = random.Random(4)
    told |= asked_of_ours(graph, count=chosen.count, chance=chance)
    told["check of all rows"] = checked()
    told |= acts(graph, count=chosen.count // 2, chance=chance)
    if is_sqlite:
        from benchmarks import wall_peers

        told |= wall_peers.measured(graph, questions(graph, random.Random(4), chosen.count), spread=spread)
    return told


def main() -> None:
    """Run in a folder of its own, print, and remove it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--items", type=int, default=10_000_000)
    parser.add_argument("--persons", type=int, default=100_000)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    parser.add_argument("--database", default="sqlite", help="sqlite, or postgresql://user@host:port/name")
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="havenline-wall-", dir=chosen.folder))
    try:
        told = measured(folder, chosen)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps(told, indent=2))
    if chosen.json:
        chosen.json.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
