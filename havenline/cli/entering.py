"""Enters an office from the command line, or says in one sentence why that cannot be."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from havenline.config import ConfigWrong

DATA = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("var/office"),
    envvar="HAVENLINE_DATA",
    show_default=True,
    help="The one directory that holds everything this office keeps.",
)


LOCK = "running"


class Refused(click.ClickException):
    """Something about this office is wrong; one sentence says what, exit status 2."""

    exit_code = 2

    def show(self, file: object = None) -> None:
        click.echo(f"havenline: {' '.join(self.format_message().split())}", err=True)


def keep_to_owner() -> None:
    """What this process writes from now on is its owner's alone."""
    os.umask(0o077)


def enter(data: Path) -> None:
    """Make Django ready for the office in `data`; raises Refused with the sentence of what is wrong."""
    keep_to_owner()
    os.environ["HAVENLINE_DATA"] = str(data.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "havenline.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ConfigWrong as fault:
        raise Refused(str(fault)) from fault
    except ImproperlyConfigured as fault:
        raise Refused(f"the database of this office cannot be used ({fault})") from fault


def check_database_stands() -> None:
    """Raise Refused when the database's file is gone.

    SQLite would make an empty one in its place, and the office would begin anew without its reports.
    """
    from django.db import connection

    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and not name.startswith("file:") and not Path(name).is_file():
        raise Refused(f"the database `{name}` is missing: restore it from the office's backup")


@contextmanager
def database_faults_said() -> Iterator[None]:
    """Within this block a database that cannot be used is Refused in one sentence."""
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError, connection

    try:
        yield
    except (DatabaseError, ImproperlyConfigured) as fault:
        name = connection.settings_dict["NAME"]
        raise Refused(
            f"the database `{name}` cannot be used ({type(fault).__name__}): restore it from the office's "
            "backup, or correct the option `database`"
        ) from fault


def hold(data: Path) -> int:
    """The descriptor of the lock that one running or beginning office holds; raises Refused."""
    lock = os.open(data / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as fault:
        os.close(lock)
        raise Refused(f"the office in `{data}` is already running") from fault
    return lock
