"""Makes an office: its directory, its secrets, its database, its keys and its first people."""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from havenline import config, policy
from havenline.cli.entering import LOCK, Refused, database_faults_said, enter, hold, keep_to_owner

if TYPE_CHECKING:
    from havenline.staff.founding import NewMember

OPTIONS_FILE = "office.toml"
# Written first and removed last: only where it lies may anything be cleared away.
MARK = "founding"
# The same for an office that is being put back from a backup (`restoring`).
RESTORING = "restoring"
_DEMO_NAME = "District Attorney's Office of Harbor County (invented)"


def make(data: Path, *, demo: bool) -> None:
    """Make the office in `data`, a directory that is new, empty, or holds an office whose making stopped.

    Nothing of a founded office is ever removed: only the mark of an unfinished one lets a second try begin
    clean. Raises Refused with the sentence of what is wrong.
    """
    keep_to_owner()
    _check_free(data)
    lock = _begun(data)
    try:
        _fill(data, demo=demo)
        # Written last: a directory without it holds no office.
        _write(data / OPTIONS_FILE, _options(demo=demo))
        (data / MARK).unlink()
    finally:
        os.close(lock)


def check_founded(data: Path) -> None:
    """Raise Refused unless a whole office stands in `data`; what is there is said, and left as it is."""
    if (data / OPTIONS_FILE).exists():
        return
    if (data / MARK).exists():
        raise Refused(
            f"the making of the office in `{data}` stopped half-way: run havenline office init again"
        )
    if (data / RESTORING).exists():
        raise Refused(f"the restoring of the office in `{data}` stopped half-way: run the same command again")
    if _first_kept(data) is None:
        raise Refused(f"`{data}` holds no office: make one with havenline office init --data {data}")
    raise Refused(f"`{data / OPTIONS_FILE}` is missing: restore it from the office's backup")


def _fill(data: Path, *, demo: bool) -> None:
    enter(data)
    from django.core.management import call_command
    from django.db import connection

    from havenline import ledger
    from havenline.cli import demo as invented
    from havenline.staff.founding import FoundingWrong

    try:
        with database_faults_said():
            call_command("migrate", verbosity=0, interactive=False)
            if ledger.head()[0]:
                raise Refused("the database already holds an office: give an empty one")
            members = invented.members() if demo else _ask_members()
            _found(members)
            if demo:
                invented.fill()
    except (FoundingWrong, FileExistsError, config.ConfigWrong, policy.PolicyRefused) as fault:
        raise Refused(str(fault)) from fault
    finally:
        connection.close()


def _first_kept(data: Path) -> Path | None:
    """The first thing in the directory beside the lock, if there is any."""
    if not data.is_dir():
        return None
    return next((path for path in sorted(data.iterdir()) if path.name != LOCK), None)


def _check_free(data: Path) -> None:
    if (data / OPTIONS_FILE).exists():
        raise Refused(f"`{data}` already holds an office: choose another directory")
    if not (data / MARK).exists() and (kept := _first_kept(data)) is not None:
        raise Refused(f"`{kept}` stands where the office would be made: choose an empty directory")


def _begun(data: Path) -> int:
    """Lock the directory, mark it and lay its secrets there; answers the descriptor of the lock."""
    lock = -1
    try:
        data.mkdir(parents=True, exist_ok=True)
        lock = hold(data)
        # Asked again behind the lock: another `init` may have finished in between.
        _check_free(data)
        data.chmod(0o700)
        if (data / MARK).exists():
            _clear(data)
        else:
            _write(data / MARK, "this office is being made\n")
        folder = data / "secrets"
        folder.mkdir(mode=0o700, exist_ok=True)
        for name, length in config.SECRET_LENGTHS.items():
            _write(folder / name, secrets.token_hex(length))
    except (OSError, Refused) as fault:
        if lock >= 0:
            os.close(lock)
        if isinstance(fault, Refused):
            raise
        raise Refused(f"`{data}` cannot be made ({fault.strerror}): choose another directory") from fault
    return lock


def _clear(data: Path) -> None:
    """Begin clean where an earlier try stopped half-way."""
    for name in ("founders", *config.SECRET_LENGTHS):
        (data / "secrets" / name).unlink(missing_ok=True)
    for stale in data.glob("office.sqlite3*"):
        stale.unlink()


def _write(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _options(*, demo: bool) -> str:
    lines = ["# Options of this office; docs/options.md names them all."]
    if demo:
        lines += ["demo = true", f'office_name = "{_DEMO_NAME}"']
    return "\n".join(lines) + "\n"


def _found(members: Sequence[NewMember]) -> None:
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
    click.echo(f"Every team needs somebody: {_teams()}.")
    members: list[NewMember] = []
    while _is_too_few(members) or click.confirm("One more?", default=False):
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


def _teams() -> str:
    from havenline.staff.roles import TEAMS

    return "; ".join(f"{team} ({', '.join(sorted(roles))})" for team, roles in TEAMS.items())


def _is_too_few(members: Sequence[NewMember]) -> bool:
    from havenline.staff.roles import TEAMS

    taken = {member.role for member in members}
    return len(members) < 2 or any(not roles & taken for roles in TEAMS.values())
