"""What the ledger costs: an append in its transaction, a proof with its check, a whole verification.

    python -m benchmarks.ledger [--entries N] [--json FILE]

The log is filled by the ledger's own tree, then measured through its public functions, on the office's own
database settings (synchronous=FULL). If `pymerkle` can be imported it is measured beside us in the same run.
"""

import argparse
import json
import secrets
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import django
from django.conf import settings

DAY = date(2026, 11, 3)
BATCH = 5_000


def set_up(folder: Path) -> None:
    """A Django with the ledger alone, on the office's database backend."""
    from havenline.database.sqlite.base import PRAGMAS

    options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": PRAGMAS}
    database = {
        "ENGINE": "havenline.database.sqlite",
        "NAME": str(folder / "ledger.sqlite3"),
        "OPTIONS": options,
    }
    settings.configure(
        INSTALLED_APPS=["havenline.ledger"],
        DATABASES={"default": database | {"CONN_MAX_AGE": None}},
        USE_TZ=True,
        SECRET_KEY=secrets.token_hex(),
    )
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        # Stands in for the rows of a report.
        cursor.execute("CREATE TABLE act (id INTEGER PRIMARY KEY, blob BLOB)")


def fill(entries: int) -> None:
    """Entries as `append` writes them, in bulk: filling is not what is measured."""
    from django.db import transaction

    from havenline.ledger import body, tree
    from havenline.ledger.models import Entry, Head, Node, Salt

    frontier = tree.Frontier()
    while frontier.size < entries:
        rows: list[Entry] = []
        nodes: list[Node] = []
        salts: list[Salt] = []
        for number in range(frontier.size, min(frontier.size + BATCH, entries)):
            report, salt = str(uuid4()), secrets.token_bytes(body.SALT_BYTES)
            written = body.write(
                number,
                act="report.received",
                by="",
                when=DAY,
                commitments={"report": body.commitment("report", report, salt=salt)},
                detail={"messages": 1},
            )
            leaf = tree.leaf_hash(written)
            rows.append(Entry(index=number, body=written, leaf=leaf))
            nodes += [Node(place=one.place, hash=found) for one, found in frontier.append(leaf)]
            salts.append(Salt(entry_id=number, name="report", about=report, salt=salt))
        with transaction.atomic():
            Entry.objects.bulk_create(rows)
            Node.objects.bulk_create(nodes)
            Salt.objects.bulk_create(salts)
    head = {"size": frontier.size, "frontier": frontier.to_bytes(), "root": frontier.root()}
    Head.objects.create(**head)


def timed(action: Callable[[], object], times: int) -> list[float]:
    """Milliseconds of each of `times` runs."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        action()
        taken.append((time.perf_counter() - begun) * 1000)
    return taken


def quantiles(taken: list[float]) -> dict[str, float]:
    """Median and 95th of a hundred, in milliseconds."""
    return {
        "p50_ms": round(statistics.median(taken), 4),
        "p95_ms": round(statistics.quantiles(taken, n=100)[94], 4),
    }


def measure(entries: int) -> dict[str, Any]:
    """Every figure of ours at this size."""
    from django.db import connection, transaction

    from havenline import ledger

    def act() -> None:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO act (blob) VALUES (%s)", [secrets.token_bytes(600)])

    def durable() -> None:
        with transaction.atomic():
            act()

    def durable_and_ledgered() -> None:
        with transaction.atomic():
            act()
            ledger.append("report.received", on=DAY, about={"report": str(uuid4())}, detail={"messages": 1})

    def proof() -> None:
        ledger.inclusion(secrets.randbelow(entries)).check()

    timed(durable_and_ledgered, 20)
    # In turns, so that the machine's moods meet both alike.
    turns = [(timed(durable, 20), timed(durable_and_ledgered, 20)) for _ in range(15)]
    alone = [taken for turn, _ in turns for taken in turn]
    both = [taken for _, turn in turns for taken in turn]
    found: dict[str, Any] = {
        "transaction_alone": quantiles(alone),
        "transaction_with_append": quantiles(both),
        "append_adds_ms": round(statistics.median(both) - statistics.median(alone), 4),
        "inclusion_and_check": quantiles(timed(proof, 300)),
    }
    begun = time.perf_counter()
    report = ledger.verify()
    found["verify_s"] = round(time.perf_counter() - begun, 3)
    found["verify_entries"] = report.entries
    if not report.is_whole:
        raise SystemExit(f"the filled log is not whole: {report.faults[:3]}")
    return found


def measure_peer(folder: Path, entries: int) -> dict[str, Any] | None:
    """pymerkle with its own SQLite file, or None where it is not installed."""
    try:
        import pymerkle
    except ImportError:
        return None
    tree = pymerkle.SqliteTree(str(folder / "peer.sqlite3"))
    tree.append_entries([secrets.token_bytes(200) for _ in range(entries)])
    size, root = tree.get_size(), tree.get_root()

    def proof() -> None:
        number = 1 + secrets.randbelow(size)
        pymerkle.verify_inclusion(tree.get_leaf(number), root, tree.prove_inclusion(number, size))

    proofs = quantiles(timed(proof, 100))
    return {
        "inclusion_and_check": proofs,
        "append": quantiles(timed(lambda: tree.append_entry(secrets.token_bytes(200)), 100)),
    }


def table(result: dict[str, Any]) -> str:
    """The result as lines for a terminal."""
    ours, peer = result["havenline"], result["pymerkle"]
    lines = [
        f"ledger of {result['entries']:,} entries" + ("" if peer else "  (pymerkle is not installed)"),
        f"  transaction alone          p50 {ours['transaction_alone']['p50_ms']:8.3f} ms",
        f"  the same with an append    p50 {ours['transaction_with_append']['p50_ms']:8.3f} ms",
        f"  an append adds                 {ours['append_adds_ms']:8.3f} ms",
        f"  inclusion proof and check  p50 {ours['inclusion_and_check']['p50_ms']:8.3f} ms",
        f"  verification of everything     {ours['verify_s']:8.3f} s",
    ]
    if peer:
        ratio = peer["inclusion_and_check"]["p50_ms"] / ours["inclusion_and_check"]["p50_ms"]
        lines += [
            f"  pymerkle: append           p50 {peer['append']['p50_ms']:8.3f} ms, a transaction of its own",
            f"  pymerkle: proof and check  p50 {peer['inclusion_and_check']['p50_ms']:8.3f} ms, x{ratio:.1f}",
        ]
    return "\n".join(lines)


def main() -> None:
    """Measure, print the table, write the JSON where asked."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--entries", type=int, default=20_000)
    arguments.add_argument("--json", type=Path)
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="havenline-ledger-") as name:
        set_up(Path(name))
        fill(asked.entries)
        result = {
            "entries": asked.entries,
            "havenline": measure(asked.entries),
            "pymerkle": measure_peer(Path(name), asked.entries),
        }
    print(table(result))
    if asked.json:
        asked.json.parent.mkdir(parents=True, exist_ok=True)
        asked.json.write_text(json.dumps(result, indent=1) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
