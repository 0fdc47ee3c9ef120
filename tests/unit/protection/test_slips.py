"""A slip proves a protection once, within thirty days, and tells nothing when it does not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from havenline import protection
from havenline.protection import lookup
from havenline.protection.facts import Handle
from havenline.protection.gate import BARRED, HOLD
from havenline.protection.gatehouse import Keeper
from havenline.protection.keeper_keys import KeeperKeys
from havenline.protection.keeper_store import KeeperStore
from havenline.vault import codes
from tests.unit.protection.conftest import protect
from tests.unit.protection.people import REPORTED, ROSA_ASKED, STRANGER, question


def made(handle: Handle, *, day: date | None = None) -> str:
    with transaction.atomic():
        return protection.give_slip(handle, day=day)


def shown(keeper: Keeper, slip: str) -> str:
    return keeper.answer(question(None, slip=slip)).charges[0].answer


def test_a_slip_bars_once(keeper: Keeper) -> None:
    slip = made(protect(REPORTED))
    assert [shown(keeper, slip), shown(keeper, slip)] == [BARRED, HOLD]


def test_a_slip_is_read_as_people_type_it(keeper: Keeper) -> None:
    slip = made(protect(REPORTED))
    assert shown(keeper, f" {slip.lower().replace('-', '')} ") == BARRED


@pytest.mark.parametrize(("age", "answer"), [(0, BARRED), (30, BARRED), (31, HOLD), (400, HOLD)])
def test_a_slip_lasts_thirty_days(keeper: Keeper, age: int, answer: str) -> None:
    slip = made(protect(REPORTED), day=timezone.localdate() - timedelta(days=age))
    assert shown(keeper, slip) == answer


def test_revoked_slips_are_over_and_later_ones_are_not(keeper: Keeper) -> None:
    handle = protect(REPORTED)
    earlier = [made(handle), made(handle)]
    with transaction.atomic():
        protection.revoke_slips(handle)
    later = made(handle)
    # All taken in by one look, in the order they were written.
    assert [shown(keeper, slip) for slip in (*earlier, later)] == [HOLD, HOLD, BARRED]


def test_revoking_touches_nobody_elses_slips(keeper: Keeper) -> None:
    handle, other = protect(REPORTED), protect(REPORTED)
    slip = made(other)
    with transaction.atomic():
        protection.revoke_slips(handle)
    assert shown(keeper, slip) == BARRED


@pytest.mark.parametrize("slip", ["0000-0000-0000", "not a slip", "123", "\0", "U" * 12])
def test_unknown_slips_hold_even_for_somebody_known(keeper: Keeper, slip: str) -> None:
    protect(REPORTED)
    assert shown(keeper, slip) == HOLD
    for person in (ROSA_ASKED, STRANGER):
        assert keeper.answer(question(person, slip=slip, role="none")).charges[0].answer == HOLD


def test_a_slip_beside_a_strangers_name_still_protects(keeper: Keeper) -> None:
    slip = made(protect(REPORTED))
    assert keeper.answer(question(STRANGER, slip=slip, role="none")).charges[0].answer == BARRED


def test_a_slip_is_used_by_looking_alone(keeper: Keeper, store: KeeperStore, keys: KeeperKeys) -> None:
    slip = made(protect(REPORTED))
    keeper.settle()
    today = timezone.localdate()
    asked = question(None, slip=slip)
    assert len(lookup.found(asked, store=store, keys=keys, on=today).known) == 1
    with pytest.raises(lookup.LookupOpen):
        lookup.found(asked, store=store, keys=keys, on=today)


def test_a_slip_opens_nothing() -> None:
    slip = codes.new_slip()
    assert len(codes.read_slip(slip)) == 12
    with pytest.raises(codes.CodeMistyped):
        codes.read_code(slip)
