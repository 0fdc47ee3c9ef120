"""What opening a report costs: alone, with its exposure, with the freeze before it; and the exposure check.

    python -m benchmarks.exposure [--items 100000] [--exposures 100000] [--json FILE]

A demo office is made in a folder of its own with real settings (synchronous=FULL), with so many items in its
wall and exposures of one member. Reports are sent and opened through the office's own actions, in turn. The
check is the keeper's: whether a member is exposed to one of a few persons.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import django

ROUNDS = 60
_PART = 5_000
NEW = (0, 1, 100, 1_000)


def took(act: Callable[[], object]) -> float:
    """Milliseconds of one act."""
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


def spread(taken: list[float]) -> dict[str, float]:
    """Median and 95th of a hundred, in milliseconds."""
    cuts = statistics.quantiles(taken, n=20, method="inclusive")
    return {"p50_ms": round(statistics.median(taken), 2), "p95_ms": round(cuts[18], 2), "n": len(taken)}


def set_up(folder: Path) -> None:
    """A founded office with a migrated database."""
    subprocess.run(
        [sys.executable, "-m", "havenline", "office", "init", "--demo", "--data", folder],
        check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    os.environ |= {"HAVENLINE_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "havenline.settings"}
    django.setup()


def vera() -> tuple[Any, Any]:
    """Who opens reports, and the keys of hers, from the passphrase of the demo."""
    from havenline import config
    from havenline.cli.demo import PEOPLE
    from havenline.staff.models import SEED, Member
    from havenline.vault import passphrase
    from havenline.vault.keys import Keyring, Unlocked

    member = Member.objects.get(sign_in_name="vera")
    words = next(words for _, name, _, words in PEOPLE if name == "vera")
    key = passphrase.check(words, member.salt, member.verifier, config.read_secret("pepper"))
    keyring = Keyring.unsealed(member.sealed_seed, key=key, purpose=SEED, about=str(member.id))
    return member, Unlocked(member.id, member.key_id, keyring)


def add(count: int) -> None:
    """Items as staff enter them, each with its entry in the ledger, many in one transaction."""
    from django.db import transaction

    from havenline import wall

    for first in range(0, count, _PART):
        with transaction.atomic():
            for _ in range(min(_PART, count - first)):
                wall.add_item("document", by="")


def send() -> Any:
    """A report as the portal sends it."""
    from django.utils import timezone

    from havenline import config
    from havenline.reporting import actions
    from havenline.reporting.models import Report
    from havenline.reporting.telling import Telling
    from havenline.vault import codes

    code = codes.new_code()
    told = Telling("An invented story.", who="", where="", naming="pseudonymous", name="Marigold")
    actions.send(code, told, answers={"kind": "robbery"}, language="en", day=timezone.localdate())
    return Report.objects.get(locator=codes.locator(code, config.read_secret("pepper")))


def openings() -> dict[str, Any]:
    """The opening of a report alone, with its exposure, and whole: after a freeze that finds so many new."""
    from django.db import transaction
    from django.utils import timezone

    from havenline import wall
    from havenline.casework import actions
    from havenline.vault import grants

    member, holder = vera()

    def alone(report: Any, *, expose: bool) -> None:
        at = timezone.now()
        with transaction.atomic():
            if expose:
                wall.expose(member.id, report.subject, through="report", opened=report.id, at=at)
            grants.open_for(holder, "report", report.id, purpose="answer", role=member.role, at=at)

    def whole(report: Any) -> None:
        actions.open_report(report, holder=holder, by=member, purpose="answer", at=timezone.now())

    def frozen() -> None:
        wall.freeze(by="", at=timezone.now())

    found: dict[str, Any] = {"first freeze of all, s": round(took(frozen) / 1000, 2)}
    taken: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        reports = [send() for _ in range(3)]
        frozen()
        acts: dict[str, Callable[[], object]] = {
            "alone": lambda reports=reports: alone(reports[0], expose=False),
            "with exposure": lambda reports=reports: alone(reports[1], expose=True),
            "whole, nothing new": lambda reports=reports: whole(reports[2]),
        }
        for name, act in acts.items():
            taken.setdefault(name, []).append(took(act))
    for new in NEW[1:]:
        for _ in range(ROUNDS // 3):
            report = send()
            add(new - 1)
            taken.setdefault(f"whole, {new} new", []).append(took(lambda report=report: whole(report)))
    return found | {name: spread(each) for name, each in taken.items()}


def checks(count: int) -> dict[str, Any]:
    """The check for a member with few and with very many exposures, against three persons."""
    from django.utils import timezone

    from havenline import wall
    from havenline.vault.models import Subject
    from havenline.wall.models import Exposure

    found, now = {}, timezone.now()
    for exposures in sorted({10, 1_000, count}):
        member = uuid4()
        people = [Subject() for _ in range(exposures + 3)]
        Subject.objects.bulk_create(people, batch_size=_PART)
        rows = [
            Exposure(member=member, subject=one, object_kind="report", object_id=uuid4(), at=now)
            for one in people[3:]
        ]
        Exposure.objects.bulk_create(rows, batch_size=_PART)
        asked = [one.id for one in people[:3]]
        found[f"of {exposures}"] = spread(
            [took(partial(wall.check_unexposed, member, asked)) for _ in range(ROUNDS)]
        )
    return found


def main() -> None:
    """Measure and print; with --json also write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--exposures", type=int, default=100_000)
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="havenline-exposure-") as folder:
        set_up(Path(folder) / "office")
        add(chosen.items)
        found = {"items": chosen.items, "opening": openings(), "check": checks(chosen.exposures)}
    print(json.dumps(found, indent=1))
    if chosen.json:
        chosen.json.write_text(json.dumps(found))


if __name__ == "__main__":
    main()
