"""Makes an office: its directory, its secrets, its database, its keys and its first people."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from havenline import config
from havenline.cli.entering import Refused, enter

if TYPE_CHECKING:
    from havenline.staff.founding import NewMember

_DEMO_NAME = "District Attorney's Office of Harbor County (invented)"


def make(data: Path, *, demo: bool) -> None:
    """Make the office in `data`. Nothing is left of an office that could not be founded but its secrets.

    Raises Refused with the sentence of what is wrong.
    """
    _make_directory(data)
    enter(data)
    from django.core.management import call_command
    from django.db import connection

    from havenline.cli import demo as invented
    from havenline.staff.founding import FoundingWrong

    try:
        call_command("migrate", verbosity=0, interactive=False)
        members = invented.members() if demo else _ask_members()
        _found(members)
        if demo:
            invented.fill()
    except (FoundingWrong, FileExistsError, config.ConfigWrong) as fault:
        raise Refused(str(fault)) from fault
    finally:
        connection.close()
    # Written last: a directory without it holds no office, and `init` may be tried again.
    (data / "office.toml").write_text(_options(demo=demo), encoding="utf-8")


def _make_directory(data: Path) -> None:
    try:
        data.mkdir(parents=True, exist_ok=True)
        data.chmod(0o700)
        folder = data / "secrets"
        folder.mkdir(mode=0o700, exist_ok=True)
        # An earlier attempt that stopped half-way left a founders file or a database: begin clean.
        (folder / "founders").unlink(missing_ok=True)
        for stale in data.glob("office.sqlite3*"):
            stale.unlink()
        for name, length in config.SECRET_LENGTHS.items():
            path = folder / name
            path.unlink(missing_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_hex(length), encoding="ascii")
    except OSError as fault:
        raise Refused(f"`{data}` cannot be made ({fault.strerror}): choose another directory") from fault


def _options(*, demo: bool) -> str:
    lines = ["# Options of this office; docs/options.md names them all."]
    if demo:
        lines += ["demo = true", f'office_name = "{_DEMO_NAME}"']
    return "\n".join(lines) + "\n"


def _found(members: Sequence[NewMember]) -> None:
    from havenline import policy
    from havenline.staff.founding import found_office
    from havenline.vault.keys import Keyring, Seed

    # The keeper's public half enters the directory; its secret stays in the keeper's file.
    keeper = Keyring.from_seed(Seed(config.read_secret("keeper-key")))
    pack = policy.load(config.load().pack)
    found_office(keeper=keeper, members=members, pack=pack.hash)


def _ask_members() -> list[NewMember]:
    """Ask who works here. The first two found the office and sign everybody's keys."""
    from havenline.staff.founding import NewMember
    from havenline.staff.roles import ROLES

    click.echo("Who works here? The first two people found the office and vouch for all keys.")
    click.echo("Each types a passphrase; nobody can recover it.")
    members: list[NewMember] = []
    while len(members) < 2 or click.confirm("One more?", default=False):
        members.append(
            NewMember(
                name=click.prompt("Name, as colleagues see it"),
                sign_in_name=click.prompt("Name to sign in with"),
                role=click.prompt("Role", type=click.Choice(sorted(ROLES))),
                passphrase=click.prompt(
                    "Passphrase (12 letters or more)", hide_input=True, confirmation_prompt=True
                ),
            )
        )
    return members
