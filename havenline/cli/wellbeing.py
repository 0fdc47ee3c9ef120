"""What can slowly go wrong in an office that stands: each is told before it costs a person their report."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta

from havenline import config

LATE_BACKUP = timedelta(hours=36)  # made each day, with half a day for a machine that was off
LEAST_ROOM = 1024**3


def reports(now: datetime) -> Iterator[str]:
    """A report that no key of the office opens waits for nobody."""
    from havenline.reporting.models import Report
    from havenline.vault.models import Wrap

    wrapped = Wrap.objects.filter(object_kind="report", to__isnull=False).values("object_id")
    if unread := Report.objects.exclude(id__in=wrapped).count():
        yield f"{unread} reports can be opened by nobody here: restore the office from the newest backup"


def keeper(now: datetime) -> Iterator[str]:
    """Rows that wait hold the whole gate; a damaged file would find nobody."""
    from django.utils import timezone

    from havenline.protection.models import Enrolment

    waiting = Enrolment.objects.filter(read=False, day__lt=timezone.localdate(now))
    if oldest := waiting.order_by("day").first():
        yield (
            f"{waiting.count()} rows wait for the keeper since {oldest.day}, and the gate holds until "
            "they are read: start the office and see what its keeper says"
        )
    yield from _keeper_file()


def _keeper_file() -> Iterator[str]:
    from havenline.protection.models import Enrolment

    path = config.load().keeper / "keeper.sqlite3"
    if not path.exists():
        if Enrolment.objects.filter(read=True).exists():
            yield f"the keeper's file `{path}` is missing: the next start makes it again, its slips closed"
        return
    try:
        with closing(sqlite3.connect(path)) as file:
            (said,) = file.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.DatabaseError as fault:
        said = str(fault)
    if said != "ok":
        yield (
            f"the keeper's file `{path}` is damaged ({said}): stop the office and move the file away; the "
            "next start makes it again"
        )


def wall(now: datetime) -> Iterator[str]:
    """An alarm that nobody settled."""
    from havenline.wall.models import Alarm

    if Alarm.objects.filter(settled_at=None).exists():
        yield "the wall's stored rows differ from what the routes say: run havenline wall check"


def worker(now: datetime) -> Iterator[str]:
    """Work that was given up stays undone until somebody looks."""
    from havenline.work import queries

    for row in queries.standing():
        if row.given_up:
            yield f"{row.given_up} times `{row.name}` was given up ({row.fault}): see havenline office work"


def disk(now: datetime) -> Iterator[str]:
    """A full disk refuses reports."""
    free = shutil.disk_usage(config.load().data).free
    if free < LEAST_ROOM:
        yield f"{free // 1024**2} MiB are free at `{config.load().data}`: make room, or reports are refused"


def backups(now: datetime) -> Iterator[str]:
    """Whether what there is could be put back, as far as the office itself can know."""
    from havenline import ledger
    from havenline.backup import beside, making

    making.trusted_key()
    made = ledger.about(making.ABOUT, making.MADE)
    if not made or made[-1].at is None:
        yield "no backup was ever made: run havenline office backup each day"
        return
    if now - made[-1].at > LATE_BACKUP:
        yield f"the last backup was made on {made[-1].on}: run havenline office backup each day"
    kept = [entry.detail["secrets"] for entry in made if "secrets" in entry.detail]
    if not kept or kept[-1] != beside.fingerprint():
        yield "secrets or options are in no backup as they are now: make one with --secrets"
