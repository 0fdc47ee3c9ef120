"""`havenline office backup-key | backup | restore`: an office outlives the machine it runs on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from havenline.cli.entering import DATA, Refused, check_database_stands, database_faults_said, enter

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command(name="backup-key")
@DATA
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup_key(data: Path, file: Path) -> None:
    """Make the key that backups are sealed to, and write its private half to FILE, to be carried away.

    Backups made before open with the key made before: keep both.
    """
    if file.resolve().is_relative_to(data.resolve()):
        raise Refused(f"`{file}` lies in the office: write the private half to a stick, outside of {data}")
    _entered(data)
    from django.utils import timezone

    from havenline.backup import making
    from havenline.backup.key import OpeningKey, write_new

    with _faults_said():
        check_database_stands()
        key = OpeningKey.new()
        # The private half first: an office must never seal to a key that nobody holds.
        write_new(file, key.to_text())
        making.set_key(key.sealing, at=timezone.now())
    click.echo(f"Backups are sealed to the key {key.sealing.fingerprint[:16]} from now on.")
    click.echo(f"Carry {file} away from this machine, in two copies: without it nothing can be restored.")


@click.command()
@DATA
@click.option("--content", type=_FOLDER, required=True, help="Where everything goes that is sealed anyway.")
@click.option("--wraps", type=_FOLDER, required=True, help="Where the wraps go: who can open what.")
@click.option(
    "--secrets", type=_FOLDER, help="Where the secrets go, when they changed: pepper, keeper's key."
)
@click.option(
    "--keep", type=click.IntRange(min=1), default=30, show_default=True, metavar="DAYS",
    help="Older parts of backups in these folders are deleted once the new one is whole.",
)  # fmt: skip
def backup(data: Path, content: Path, wraps: Path, secrets: Path | None, keep: int) -> None:
    """Make a backup of the office, running or not, in folders that are kept apart from one another."""
    folders = {"content": content, "wraps": wraps, **({"secrets": secrets} if secrets else {})}
    _check_apart(data, folders)
    _entered(data)
    from django.utils import timezone

    from havenline.backup import making
    from havenline.backup.pruning import prune

    now = timezone.now()
    with _faults_said():
        check_database_stands()
        made = making.make(folders, at=now)
        gone = prune(folders, made, now=now, days=keep)
    click.echo(f"A backup of {made.rows} rows and {made.entries} ledger entries:")
    for path, size in made.files.items():
        click.echo(f"  {size:>14,} bytes  {path}")
    if gone:
        click.echo(f"Older than {keep} days and deleted: {gone} files.")


@click.command()
@DATA
@click.option("--key", type=_FILE, required=True, help="The private half of the backup key.")
@click.option("--content", type=_FILE, required=True, help="The content of a backup.")
@click.option("--wraps", type=_FILE, required=True, help="The wraps of the same backup.")
@click.option("--secrets", type=_FILE, required=True, help="The newest secrets up to that day.")
@click.option("--rehearse", is_flag=True, help="Read and check everything, write nothing.")
def restore(data: Path, key: Path, content: Path, wraps: Path, secrets: Path, rehearse: bool) -> None:  # noqa: FBT001 - click passes options by name
    """Put an office back into a directory and a database that hold none."""
    from havenline.cli import restoring

    files = {"content": content, "wraps": wraps, "secrets": secrets}
    with _faults_said():
        told = restoring.rehearse(files, key=key) if rehearse else restoring.restore(data, files, key=key)
    click.echo(told)


def _entered(data: Path) -> None:
    from havenline.cli import founding

    founding.check_founded(data)
    enter(data)


def _check_apart(data: Path, folders: dict[str, Path]) -> None:
    """Parts in one place would be stolen together, and none of them may lie in the office itself."""
    places = {"office": data.resolve(), **{name: path.resolve() for name, path in folders.items()}}
    for name, place in places.items():
        for other, there in places.items():
            if name != other and place.is_relative_to(there):
                raise Refused(
                    f"the {name} would lie with the {other} in `{there}`: give each a place of its own, best "
                    "on another machine"
                )


@contextmanager
def _faults_said() -> Iterator[None]:
    """Within this block what is wrong with a backup, a disk or the database is Refused in one sentence."""
    from havenline.backup.errors import BackupWrong

    try:
        with database_faults_said():
            yield
    except BackupWrong as fault:
        raise Refused(str(fault)) from fault
    except OSError as fault:
        raise Refused(f"`{fault.filename}` cannot be used: {fault.strerror}") from fault
