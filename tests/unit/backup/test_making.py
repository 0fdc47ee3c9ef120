"""A backup holds every table of the office but what must not come back, its wraps apart from the rest."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from havenline import config, ledger
from havenline.backup import making, reading, tables
from havenline.backup.errors import BackupWrong
from havenline.backup.key import NAME, OpeningKey, SealingKey
from havenline.backup.part import CONTENT, PARTS, SECRETS, WRAPS, records_of
from havenline.backup.pruning import prune
from havenline.vault.models import Wrap
from tests.people import Office

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def key(office: Office) -> Iterator[OpeningKey]:
    made = OpeningKey.new()
    making.set_key(made.sealing, at=NOW)
    yield made
    (config.load().secrets / NAME).unlink(missing_ok=True)


@pytest.fixture
def folders(tmp_path: Path) -> dict[str, Path]:
    found = {part: tmp_path / part for part in PARTS}
    for folder in found.values():
        folder.mkdir()
    return found


def parts_of(made: making.Made) -> dict[str, Path]:
    return {path.suffix[1:]: path for path in made.files}


def tables_of(path: Path, key: OpeningKey, part: str) -> set[str]:
    return {str(record[1]) for record in records_of(path, key, part=part) if record[0] == "table"}


def test_every_table_is_kept_or_named_as_left_out(key: OpeningKey, folders: dict[str, Path]) -> None:
    parts = parts_of(making.make(folders, at=NOW))
    content, wraps = (tables_of(parts[part], key, part) for part in (CONTENT, WRAPS))
    assert wraps == tables.WRAPS
    # What Django writes itself stands in the backup as the names of the migrations.
    there = set(connection.introspection.table_names()) - {"django_migrations"}
    assert content == there - tables.WRAPS - tables.LEFT_OUT


def test_content_alone_holds_no_wrap(key: OpeningKey, folders: dict[str, Path]) -> None:
    parts = parts_of(making.make(folders, at=NOW))
    blobs = {bytes(wrap.blob) for wrap in Wrap.objects.all()}
    for part in (CONTENT, WRAPS):
        found = {
            value for record in records_of(parts[part], key, part=part) for value in record
            if isinstance(value, bytes)
        }  # fmt: skip
        assert bool(blobs & found) is (part == WRAPS)


def test_no_secret_stands_outside_the_secrets(key: OpeningKey, folders: dict[str, Path]) -> None:
    parts = parts_of(making.make(folders, at=NOW))
    kept = reading.secret_files(parts[SECRETS], key)
    assert {"pepper", "keeper-key", "founders", NAME} <= set(kept)
    for part in (CONTENT, WRAPS):
        for record in records_of(parts[part], key, part=part):
            for value in record:
                assert not isinstance(value, bytes) or not any(one in value for one in kept.values())


def test_a_backup_is_read_as_it_was_made(key: OpeningKey, folders: dict[str, Path]) -> None:
    size, root = ledger.head()
    made = making.make(folders, at=NOW)
    manifest = reading.examine(parts_of(made), key)
    assert (manifest.backup, manifest.at, manifest.rows) == (made.backup, NOW, made.rows)
    assert (manifest.entries, manifest.root) == (size, root)
    assert list(manifest.migrations) == tables.applied()


def test_each_backup_stands_in_the_ledger(key: OpeningKey, folders: dict[str, Path]) -> None:
    making.make(folders, at=NOW)
    (entry,) = ledger.about(making.ABOUT, making.MADE)
    assert entry.act == "backup.made"
    assert entry.detail["parts"] == 3


def test_parts_of_two_backups_do_not_mix(key: OpeningKey, folders: dict[str, Path]) -> None:
    first = parts_of(making.make(folders, at=NOW))
    second = parts_of(making.make(folders, at=NOW + timedelta(days=1)))
    with pytest.raises(BackupWrong, match="were not made together"):
        reading.examine({**first, WRAPS: second[WRAPS]}, key)


def test_a_swapped_key_is_refused_before_anything_is_sealed(
    key: OpeningKey, folders: dict[str, Path]
) -> None:
    thief = OpeningKey.new()
    (config.load().secrets / NAME).write_text(thief.sealing.to_text())
    with pytest.raises(BackupWrong, match="not the one that the ledger names"):
        making.make(folders, at=NOW)
    assert [path for folder in folders.values() for path in folder.iterdir()] == []


def test_an_office_without_a_key_makes_no_backup(office: Office, folders: dict[str, Path]) -> None:
    with pytest.raises(BackupWrong, match="no backup key"):
        making.make(folders, at=NOW)


def test_a_backup_that_fails_leaves_no_part(key: OpeningKey, folders: dict[str, Path]) -> None:
    shutil.rmtree(folders[SECRETS])
    with pytest.raises(OSError, match="secrets"):
        making.make(folders, at=NOW)
    assert [path for part in (CONTENT, WRAPS) for path in folders[part].iterdir()] == []
    assert not ledger.about(making.ABOUT, making.MADE)


def test_old_parts_go_and_everything_else_stays(key: OpeningKey, folders: dict[str, Path]) -> None:
    old = parts_of(making.make(folders, at=NOW - timedelta(days=31)))
    young = parts_of(making.make(folders, at=NOW - timedelta(days=29)))
    strange = folders[CONTENT] / "20000101T000000Z-ours.content"
    strange.write_text("a file of somebody's own")
    made = making.make(folders, at=NOW)
    assert prune(folders, made, now=NOW, days=30) == 2
    assert not old[CONTENT].exists()
    assert not old[WRAPS].exists()
    # Secrets change seldom: a younger content may need these.
    assert all(path.exists() for path in (old[SECRETS], strange, *young.values(), *made.files))


def test_the_offices_half_opens_nothing(key: OpeningKey) -> None:
    held = SealingKey.of_office(config.load().secrets)
    assert held == key.sealing
    assert not hasattr(held, "open")
    assert (config.load().secrets / NAME).stat().st_mode & 0o077 == 0
