"""How fast a report is taken: the POST and the whole way, one client, eight and sixty-four, and none lost.

    .venv/bin/python -m benchmarks.intake [--reports 100] [--crowd 64]

A demo office of its own is made and served on loopback: one web process, SQLite at synchronous=FULL. Each
client walks the portal as a person does (start, promise, three questions, code, tell, send: eight requests)
with a text of 2,000 letters. The clients run in this one process beside the office and share its cores;
`portal_client` makes each request cost a twentieth of a millisecond, so what is measured is the server, the
network stack, and the cores' other work. "lost" are acknowledged reports that their code does not open.

Besides: the bytes a first visit takes, what guessing costs a valid code, how 300 half-sent connections slow a
visitor, the peak memory of the web process, and the growth of the database file after a checkpoint.
Goals: POST p50 <= 8 ms, way p50 <= 25 ms, 40 reports/s with one client and 100/s with eight, 64 clients lose
nothing and p95 <= 1.5 s, first visit <= 9 KB gzip, 6 KB on disk, 150 MB, half-sent: < 50 ms, guessing: < 2x.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import socket
import sqlite3
import statistics
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.portal_client import STORY, Person, Told
from havenline.vault import codes
from tests.running import RunningOffice, running_office

# What a demo office says on each page.
BANNER = re.compile(rb'<p class="demo">.*?</p>', re.DOTALL)
GUESSES = 1000
HALF_SENT = 300


def crowd(office: RunningOffice, *, clients: int, reports: int) -> dict[str, float]:
    """Let `clients` tell `reports` reports each, at once; then open every acknowledged one by its code."""
    told: list[Told] = []

    def one_client() -> None:
        person = Person(office.address)
        for _ in range(reports):
            told.append(person.tell())
        person.hang_up()

    seconds = _at_once([one_client] * clients)
    received = [one for one in told if one.is_received]
    return {
        "clients": clients,
        "reports": len(received),
        "refused": clients * reports - len(received),
        "lost": _lost(office, received),
        "reports_per_second": len(received) / seconds,
        **_spread("post", [one.post for one in told]),
        **_spread("way", [one.way for one in told]),
    }


def _at_once(acts: list[Callable[[], None]]) -> float:
    threads = [threading.Thread(target=act) for act in acts]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - begun


def _lost(office: RunningOffice, received: list[Told]) -> int:
    person, words = Person(office.address), STORY[:60].encode()
    lost = sum(words not in person.come_back(one.code).body for one in received)
    person.hang_up()
    return lost


def _spread(name: str, milliseconds: list[float]) -> dict[str, float]:
    cuts = statistics.quantiles(milliseconds, n=20, method="inclusive")
    return {f"{name}_p50_ms": cuts[9], f"{name}_p95_ms": cuts[18]}


def first_visit(office: RunningOffice) -> dict[str, float]:
    """Bytes from the start to the form: every page, the style sheet and the script, each by itself.

    Pages travel as the raw figure says: compressing what holds a secret beside what a visitor typed would
    tell the secret by its length (BREACH). Gzip is what they would be, to compare with others; style and
    script hold no secret and do travel compressed. The demo's banner counts in `demo` alone: no office at
    work shows it.
    """
    person = Person(office.address)
    steps = ("kind", "part", "trade", "code", "tell")
    requests = [person.got(b"/"), person.got(b"/read/")]
    requests += [person.posted(b"/next/", b"to=" + to.encode()) for to in steps[:-1]]
    pages = [person.ask(request).body for request in requests]
    pages.append(person.ask(person.posted(b"/next/", b"to=tell&code=" + b"0" * 20)).body)
    linked = [path for path in pages[0].split(b'"') if path.startswith(b"/static/")]
    parts = [*(page.rstrip() for page in pages), *(person.ask(person.got(path)).body for path in linked)]
    person.hang_up()
    travelling = sum(map(len, pages)) + _gzipped(parts[len(pages) :])
    return {
        "first_visit_raw_kb": sum(map(len, parts)) / 1000,
        "first_visit_gzip_kb": _gzipped([BANNER.sub(b"", part) for part in parts]) / 1000,
        "first_visit_demo_gzip_kb": _gzipped(parts) / 1000,
        "first_visit_travelling_kb": travelling / 1000,
    }


def _gzipped(parts: list[bytes]) -> int:
    return sum(len(gzip.compress(part, 9)) for part in parts)


def guessing(office: RunningOffice) -> dict[str, float]:
    """What a person with a valid code waits for her letters: alone, and while 1,000 bad ones are tried."""
    person, guesser = Person(office.address), Person(office.address)
    code, ended = person.tell().code, threading.Event()

    def guess() -> None:
        for _ in range(GUESSES):
            guesser.ask(guesser.posted(b"/open/", b"code=" + codes.new_code().symbols.encode()))
        ended.set()

    def coming_back() -> float:
        begun = time.perf_counter()
        person.come_back(code)
        return 1000 * (time.perf_counter() - begun)

    alone = [coming_back() for _ in range(50)]
    thread = threading.Thread(target=guess)
    thread.start()
    beside = []
    while not ended.is_set():
        beside.append(coming_back())
        time.sleep(0.02)
    thread.join()
    slower = statistics.median(beside) / statistics.median(alone)
    return {
        **_spread("code_alone", alone),
        **_spread("code_beside_guesses", beside),
        "code_times_slower": slower,
    }


def half_sent(office: RunningOffice) -> dict[str, float]:
    """What a visitor waits for a page beside 300 connections that stopped in the middle of a request."""
    parts = urlsplit(office.address)
    person, held = Person(office.address), []
    alone = [_page(person) for _ in range(50)]
    whole = person.posted(b"/next/", b"to=kind&words=" + b"x" * 500)
    for number in range(HALF_SENT):
        held.append(socket.create_connection((parts.hostname or "", parts.port or 80)))
        held[-1].sendall(whole[:60] if number % 2 else whole[:-200])
    beside = [_page(person) for _ in range(200)]
    for connection in held:
        connection.close()
    return {**_spread("page_alone", alone), **_spread("page_beside_half_sent", beside)}


def _page(person: Person) -> float:
    begun = time.perf_counter()
    person.ask(person.got(b"/"))
    return 1000 * (time.perf_counter() - begun)


def _memory(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0.0


def _disk(office: RunningOffice) -> int:
    """Bytes of the database file once everything of the write-ahead log is in it."""
    path = office.data / "office.sqlite3"
    with closing(sqlite3.connect(path, timeout=20)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path.stat().st_size


def main() -> None:
    """Print the tables and write benchmarks/results/intake.json."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    options.add_argument("--reports", type=int, default=100, help="reports of the single client")
    options.add_argument("--crowd", type=int, default=64, help="clients of the crowd, three reports each")
    options.add_argument("--threads", type=int, default=0, help="threads of the web process")
    chosen = options.parse_args()
    with running_office(**({"threads": chosen.threads} if chosen.threads else {})) as office:
        crowd(office, clients=1, reports=10)
        before = _disk(office)
        rows = [
            crowd(office, clients=1, reports=chosen.reports),
            crowd(office, clients=8, reports=max(1, chosen.reports // 4)),
            crowd(office, clients=chosen.crowd, reports=3),
        ]
        taken = sum(row["reports"] for row in rows)
        more = {"disk_kb_per_report": (_disk(office) - before) / 1024 / taken}
        more |= first_visit(office) | guessing(office) | half_sent(office)
        more["web_peak_mb"] = _memory(office.child("web"))
    names = list(rows[0])
    print("  ".join(f"{name:>18}" for name in names))
    for row in rows:
        print("  ".join(f"{row[name]:18.1f}" for name in names))
    for name, value in more.items():
        print(f"{name:>34} {value:9.2f}")
    results = Path(__file__).parent / "results"
    results.mkdir(exist_ok=True)
    (results / "intake.json").write_text(json.dumps({"rows": rows, **more}, indent=1))


if __name__ == "__main__":
    main()
