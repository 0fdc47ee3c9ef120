"""How fast a report is taken: the POST and the whole way, one client, eight and sixty-four, and none lost.

    .venv/bin/python -m benchmarks.intake [--reports 100] [--crowd 64]

A demo office of its own is made and served on loopback: one web process, SQLite at synchronous=FULL. Each
client walks the portal as a person does (start, promise, three questions, code, tell, send) with a text of
2 KB. Goals: POST p50 <= 8 ms, whole way p50 <= 25 ms with one client; 64 clients lose nothing.
"""

from __future__ import annotations

import argparse
import json
import statistics
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.reporter import code_on, come_back, send, walk_to_tell
from tests.running import RunningOffice, running_office
from tests.visitor import Visitor

WORDS = ("He took the money and held my arm. I want somebody to know. " * 40)[:2000]


@dataclass
class Measured:
    """Milliseconds of each POST and each whole way, and the codes that were acknowledged."""

    posts: list[float] = field(default_factory=list)
    ways: list[float] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    refused: int = 0


def one_client(address: str, reports: int, measured: Measured, lock: threading.Lock) -> None:
    """Send `reports` reports one after another on one connection."""
    visitor = Visitor(address)
    for _ in range(reports):
        begun = time.perf_counter()
        page = walk_to_tell(visitor, kind="robbery", part="me", trade="mine")
        before = time.perf_counter()
        sent = send(visitor, page, WORDS)
        done = time.perf_counter()
        with lock:
            measured.posts.append(1000 * (done - before))
            measured.ways.append(1000 * (done - begun))
            if sent.status == 200:
                measured.codes.append(code_on(page))
            else:
                measured.refused += 1
    visitor.close()


def measure(office: RunningOffice, *, clients: int, reports: int) -> dict[str, float]:
    """Run `clients` at once, `reports` each; then open every acknowledged report by its code."""
    measured, lock = Measured(), threading.Lock()
    threads = [
        threading.Thread(target=one_client, args=(office.address, reports, measured, lock))
        for _ in range(clients)
    ]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - begun
    lost = 0
    for code in measured.codes:
        visitor = Visitor(office.address)
        lost += WORDS[:60] not in come_back(visitor, code).body
        visitor.close()
    return {
        "clients": clients,
        "reports": len(measured.codes),
        "refused": measured.refused,
        "lost": lost,
        "reports_per_second": len(measured.codes) / seconds,
        **_spread("post", measured.posts),
        **_spread("way", measured.ways),
    }


def _spread(name: str, milliseconds: list[float]) -> dict[str, float]:
    cuts = statistics.quantiles(milliseconds, n=20, method="inclusive")
    return {f"{name}_p50_ms": cuts[9], f"{name}_p95_ms": cuts[18]}


def _memory(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0.0


def main() -> None:
    """Print the table and write benchmarks/results/intake.json."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    options.add_argument("--reports", type=int, default=100, help="reports of the single client")
    options.add_argument("--crowd", type=int, default=64, help="clients of the crowd, three reports each")
    chosen = options.parse_args()
    with running_office() as office:
        measure(office, clients=1, reports=10)
        before = _disk(office)
        rows = [
            measure(office, clients=1, reports=chosen.reports),
            measure(office, clients=8, reports=max(1, chosen.reports // 8)),
            measure(office, clients=chosen.crowd, reports=3),
        ]
        taken = sum(row["reports"] for row in rows)
        extra = {
            "web_peak_mb": _memory(office.child("web")),
            "disk_kb_per_report": (_disk(office) - before) / 1024 / taken,
        }
    names = list(rows[0])
    print("  ".join(f"{name:>18}" for name in names))
    for row in rows:
        print("  ".join(f"{row[name]:18.1f}" for name in names))
    print(json.dumps({name: round(value, 2) for name, value in extra.items()}))
    results = Path(__file__).parent / "results"
    results.mkdir(exist_ok=True)
    (results / "intake.json").write_text(json.dumps({"rows": rows, **extra}, indent=1))


def _disk(office: RunningOffice) -> int:
    return sum(path.stat().st_size for path in office.data.glob("office.sqlite3*"))


if __name__ == "__main__":
    main()
