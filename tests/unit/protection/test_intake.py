"""Whatever a room wrote for the keeper arrives once, whole, and through every crash."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction

from havenline import protection
from havenline.policy import load
from havenline.protection import intake
from havenline.protection.facts import Facts, Identifiers
from havenline.protection.gate import BARRED, CLEAR, HOLD, PersonAsked
from havenline.protection.gatehouse import Keeper
from havenline.protection.keeper_file import FileOfAnother, FileOfLater
from havenline.protection.keeper_keys import KeeperKeys
from havenline.protection.keeper_store import KeeperStore
from havenline.protection.models import Enrolment
from havenline.vault.errors import BlobWrong, KeyNotTrusted
from havenline.vault.models import PublicKey, Subject
from tests.people import Office
from tests.unit.protection.conftest import protect
from tests.unit.protection.people import OTHER_CASE, REPORTED, ROSA, STRANGER, question


def asked(keeper: Keeper) -> str:
    return keeper.answer(question()).charges[0].answer


@pytest.fixture
def elsewhere(tmp_path: Path, keys: KeeperKeys) -> Iterator[KeeperStore]:
    """A second, empty keeper's file: what is left when the first is lost."""
    made = KeeperStore.at(tmp_path / "again", keys)
    yield made
    made.close()


def test_an_undone_act_protects_nobody(keeper: Keeper) -> None:
    with transaction.atomic():
        protection.enrol(Subject.objects.create(), REPORTED, ROSA)
        transaction.set_rollback(True)
    assert not Enrolment.objects.exists()


def test_rows_tell_neither_act_nor_length(office: Office) -> None:
    handle = protect(Facts())
    long = Identifiers(names=("Rosa Invented Delgado " * 9,), born="1994-03-09")
    with transaction.atomic():
        protection.complete(handle, REPORTED)
        protection.give_slip(handle)
        protection.revoke_slips(handle)
    protect(REPORTED, long)
    lengths = {len(bytes(row.sealed)) for row in Enrolment.objects.all()}
    assert Enrolment.objects.count() == 5
    assert len(lengths) == 1


def test_a_crash_before_the_mark_is_harmless(keeper: Keeper, store: KeeperStore, keys: KeeperKeys) -> None:
    handle = protect(REPORTED, ROSA)
    with transaction.atomic():
        slip = protection.give_slip(handle)
    assert intake.take_in(store, keys)  # and here the keeper falls
    assert Enrolment.objects.filter(read=False).count() == 2
    again = Keeper(store=store, keys=keys, pack=load())
    again.recover()
    assert asked(again) == BARRED
    assert again.answer(question(None, slip=slip)).charges[0].answer == BARRED
    again.settle()
    assert not Enrolment.objects.filter(read=False).exists()
    # The case it was shown in is remembered.
    assert again.answer(question(None, slip=slip, case=OTHER_CASE)).charges[0].answer == HOLD
    assert again.answer(question(None, slip=slip)).charges[0].answer == BARRED


def test_a_crash_within_a_row_leaves_nothing_of_it(
    store: KeeperStore, keys: KeeperKeys, tmp_path: Path
) -> None:
    protect(REPORTED, ROSA)
    child = os.fork()
    if not child:
        # A real end without goodbye, in the middle of the keeper's own transaction.
        with store._transaction():
            store._file.execute("INSERT INTO taken VALUES (?)", (Enrolment.objects.get().id.bytes,))
            os._exit(9)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert not KeeperStore.at(tmp_path / "keeper", keys).has(Enrolment.objects.get().id)


def test_taking_a_row_twice_is_taking_it_once(keeper: Keeper, store: KeeperStore, keys: KeeperKeys) -> None:
    protect(REPORTED, ROSA)
    for _ in range(3):
        assert intake.take_in(store, keys)
    assert len(store.taken()) == 1
    assert asked(keeper) == BARRED


def test_a_lost_file_is_made_again_from_the_rows(
    keeper: Keeper, keys: KeeperKeys, elsewhere: KeeperStore
) -> None:
    handle = protect(REPORTED, ROSA)
    with transaction.atomic():
        slip = protection.give_slip(handle)
    keeper.settle()
    assert keeper.answer(question(None, slip=slip)).charges[0].answer == BARRED
    with transaction.atomic():
        later = protection.give_slip(handle)
    again = Keeper(store=elsewhere, keys=keys, pack=load())
    # Before it has looked at everything, it holds.
    assert asked(again) == HOLD
    again.recover()
    assert asked(again) == BARRED
    # Which case a slip was for went with the file: all that it had read are over, later ones are not.
    assert again.answer(question(None, slip=slip)).charges[0].answer == HOLD
    assert again.answer(question(None, slip=later)).charges[0].answer == BARRED


def test_rows_in_an_older_copy_are_read_again(
    keeper: Keeper, keys: KeeperKeys, elsewhere: KeeperStore
) -> None:
    protect(Facts(), Identifiers(names=("Ines Invented",), born="1990-01-01"))
    intake.take_in(elsewhere, keys)
    protect(REPORTED, ROSA)
    keeper.settle()
    assert not Enrolment.objects.filter(read=False).exists()
    again = Keeper(store=elsewhere, keys=keys, pack=load())
    again.recover()
    assert asked(again) == BARRED


@pytest.mark.parametrize("read", [False, True])
def test_one_row_that_does_not_open_holds_everybody(
    keeper: Keeper, store: KeeperStore, keys: KeeperKeys, read: bool
) -> None:
    stranger = question(STRANGER, role="none", sex_trade="none")
    assert keeper.answer(stranger).charges[0].answer == CLEAR
    protect(REPORTED, ROSA)
    row = Enrolment.objects.get()
    Enrolment.objects.update(sealed=bytes(row.sealed)[:-1] + b"\0", read=read)
    again = Keeper(store=store, keys=keys, pack=load())
    again.recover()
    again.settle()
    assert again.answer(stranger).charges[0].answer == HOLD
    # What can be read is taken in beside it, for the day it is repaired.
    protect(REPORTED, Identifiers(names=("Ines Invented",), born="1990-01-01"))
    assert again.answer(question(PersonAsked("Ines Invented", "1990-01-01"))).charges[0].answer == HOLD
    Enrolment.objects.filter(number=row.number).update(sealed=row.sealed, read=False)
    again.recover()
    assert asked(again) == BARRED


def test_a_row_moved_elsewhere_does_not_open(keys: KeeperKeys, office: Office) -> None:
    from havenline.protection.messages import opened

    protect(REPORTED, ROSA)
    protect(REPORTED, ROSA)
    one, other = Enrolment.objects.all()
    assert opened(one.id, bytes(one.sealed), keyring=keys.keyring).identifiers == ROSA
    with pytest.raises(BlobWrong):
        opened(one.id, bytes(other.sealed), keyring=keys.keyring)


def test_nothing_is_sealed_to_a_key_nobody_signed(office: Office, keys: KeeperKeys) -> None:
    from havenline.vault.keys import Keyring

    keeper_row = PublicKey.objects.get(kind=PublicKey.KEEPER)
    slipped_in = PublicKey(
        kind=PublicKey.KEEPER,
        label="keeper",
        kem=Keyring.new().kem_public,
        sign=keeper_row.sign,
        signer_1_id=keeper_row.signer_1_id,
        signature_1=keeper_row.signature_1,
        signer_2_id=keeper_row.signer_2_id,
        signature_2=keeper_row.signature_2,
        entry=keeper_row.entry + 1000,
    )
    slipped_in.save()
    # Beside the true key it is passed over; alone, nobody is enrolled.
    protect(REPORTED, ROSA)
    keeper_row.delete()
    with pytest.raises(KeyNotTrusted):
        protect(REPORTED, ROSA)
    assert Enrolment.objects.count() == 1


def test_a_file_of_an_earlier_shape_is_made_again_from_the_rows(
    keeper: Keeper, store: KeeperStore, keys: KeeperKeys, tmp_path: Path
) -> None:
    handle = protect(REPORTED, ROSA)
    with transaction.atomic():
        slip = protection.give_slip(handle)
    keeper.settle()
    assert asked(keeper) == BARRED
    # As the first version left it: no number of a shape, slips without a case.
    store._file.execute("ALTER TABLE slip DROP COLUMN bound")
    store._file.execute("PRAGMA user_version = 0")
    store.close()
    again = KeeperStore.at(tmp_path / "keeper", keys)
    assert again.taken() == set()
    renewed = Keeper(store=again, keys=keys, pack=load())
    assert asked(renewed) == HOLD
    renewed.recover()
    assert asked(renewed) == BARRED
    assert renewed.answer(question(None, slip=slip)).charges[0].answer == HOLD
    with transaction.atomic():
        later = protection.give_slip(handle)
    assert renewed.answer(question(None, slip=later)).charges[0].answer == BARRED
    again.close()
    # Of the present shape it is left as it is.
    kept = KeeperStore.at(tmp_path / "keeper", keys)
    assert len(kept.taken()) == 3
    kept.close()


def test_an_earlier_file_under_another_secret_is_not_emptied(
    store: KeeperStore, keys: KeeperKeys, tmp_path: Path
) -> None:
    protect(REPORTED, ROSA)
    assert intake.take_in(store, keys)
    store._file.execute("PRAGMA user_version = 0")
    with pytest.raises(FileOfAnother):
        KeeperStore.at(tmp_path / "keeper", KeeperKeys.from_secret(bytes(32)))
    assert len(store.taken()) == 1


def test_a_file_of_a_later_shape_is_refused_and_left(
    store: KeeperStore, keys: KeeperKeys, tmp_path: Path
) -> None:
    store._file.execute("PRAGMA user_version = 99")
    with pytest.raises(FileOfLater, match="newer"):
        KeeperStore.at(tmp_path / "keeper", keys)
    assert store._file.execute("PRAGMA user_version").fetchone() == (99,)


def test_a_file_left_open_to_others_is_closed(tmp_path: Path, keys: KeeperKeys) -> None:
    folder = tmp_path / "open"
    folder.mkdir(mode=0o755)
    (folder / "keeper.sqlite3").touch(mode=0o644)
    KeeperStore.at(folder, keys).close()
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (folder, folder / "keeper.sqlite3")]
    assert modes == [0o700, 0o600]


def test_a_file_under_another_secret_is_refused(store: KeeperStore, tmp_path: Path) -> None:
    other = KeeperKeys.from_secret(bytes(32))
    with pytest.raises(FileOfAnother, match="keeper-key"):
        KeeperStore.at(tmp_path / "keeper", other)
