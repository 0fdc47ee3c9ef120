"""Enters an office from the command line, or says in one sentence why that cannot be."""

from __future__ import annotations

import os
from pathlib import Path

import click

from havenline.config import ConfigWrong


class Refused(click.ClickException):
    """Something about this office is wrong; one sentence says what, exit status 2."""

    exit_code = 2

    def show(self, file: object = None) -> None:
        click.echo(f"havenline: {self.format_message()}", err=True)


def enter(data: Path) -> None:
    """Make Django ready for the office in `data`; raises Refused with the sentence of what is wrong."""
    os.environ["HAVENLINE_DATA"] = str(data.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "havenline.settings")
    import django

    try:
        django.setup()
    except ConfigWrong as fault:
        raise Refused(str(fault)) from fault
