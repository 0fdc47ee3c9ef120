"""Deletes parts of backups that are too old: what was destroyed in the office must not live on in them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from havenline.backup.errors import BackupWrong
from havenline.backup.making import Made
from havenline.backup.part import SECRETS, label_of


def prune(folders: Mapping[str, Path], made: Made, *, now: datetime, days: int) -> int:
    """Delete parts of other backups made more than `days` ago; answers how many files. Raises OSError.

    Call it with a backup that was just made whole. Secrets stay: an older content needs them. Files of other
    names or another content are left alone, and so are those of a day to come.
    """
    gone = 0
    for part, folder in folders.items():
        for path in folder.glob(f"*.{part}") if part != SECRETS else ():
            if path not in made.files and _is_older(path, part=part, than=now - timedelta(days=days)):
                path.unlink()
                gone += 1
    return gone


def _is_older(path: Path, *, part: str, than: datetime) -> bool:
    try:
        made_at = datetime.strptime(path.name.partition("-")[0], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        return made_at < than and label_of(path).part == part
    except (ValueError, BackupWrong):
        return False
