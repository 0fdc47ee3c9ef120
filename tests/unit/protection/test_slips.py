"""A slip proves a protection for one case, within thirty days, and tells nothing when it does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

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
from tests.unit.protection.people import CASE, OTHER_CASE, REPORTED, ROSA_ASKED, SOLD, STRANGER, question


def made(handle: Handle, *, day: date | None = None) -> str:
    with transaction.atomic():
        return protection.give_slip(handle, day=day)


def shown(keeper: Keeper, slip: str, *, case: str = CASE) -> str:
    return keeper.answer(question(None, slip=slip, case=case)).charges[0].answer


def test_a_slip_works_for_the_case_it_was_first_shown_in(keeper: Keeper) -> None:
    slip = made(protect(REPORTED))
    cases = [CASE, CASE, OTHER_CASE, CASE]
    assert [shown(keeper, slip, case=case) for case in cases] == [BARRED, BARRED, HOLD, BARRED]


def test_a_failed_question_does_not_burn_a_slip(keeper: Keeper) -> None:
    slip = made(protect(REPORTED))
    unread = question(None, replace(SOLD, raw="what she did"), slip=slip)
    assert keeper.answer(unread).charges[0].answer == HOLD
    assert shown(keeper, slip[:-1] + ("A" if slip[-1] != "A" else "B")) == HOLD
    assert shown(keeper, slip) == BARRED


def test_without_a_case_a_slip_proves_nothing_and_stays_good(keeper: Keeper) -> None:
    slip = made(protect(REPORTED))
    assert shown(keeper, slip, case="") == HOLD
    assert shown(keeper, slip, case=OTHER_CASE) == BARRED


def test_two_slips_of_one_person_serve_two_cases(keeper: Keeper) -> None:
    handle = protect(REPORTED)
    first, second = made(handle), made(handle)
    assert shown(keeper, first) == shown(keeper, second, case=OTHER_CASE) == BARRED
    assert shown(keeper, first, case=OTHER_CASE) == shown(keeper, second) == HOLD


def test_the_keepers_file_does_not_show_which_case_a_slip_was_for(
    keeper: Keeper, store: KeeperStore, tmp_path: Path
) -> None:
    slips = [made(protect(REPORTED)), made(protect(REPORTED))]
    for slip in slips:
        assert shown(keeper, slip) == BARRED
    bound = [row[0] for row in store._file.execute("SELECT bound FROM slip")]
    assert len(set(bound)) == 2, "two slips for one case do not look alike"
    kept = b"".join(path.read_bytes() for path in (tmp_path / "keeper").iterdir() if path.is_file())
    assert bound[0] in kept
    assert bytes.fromhex(CASE) not in kept
    assert CASE.encode() not in kept


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


def test_a_slip_taken_back_is_over_for_its_own_case_too(keeper: Keeper) -> None:
    handle = protect(REPORTED)
    slip = made(handle)
    assert shown(keeper, slip) == BARRED
    with transaction.atomic():
        protection.revoke_slips(handle)
    assert shown(keeper, slip) == HOLD


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


def test_a_slip_is_bound_by_looking_alone(keeper: Keeper, store: KeeperStore, keys: KeeperKeys) -> None:
    slip = made(protect(REPORTED))
    keeper.settle()
    today = timezone.localdate()
    asked = question(None, slip=slip)
    assert len(lookup.found(asked, store=store, on=today).known) == 1
    with pytest.raises(lookup.LookupOpen):
        lookup.found(question(None, slip=slip, case=OTHER_CASE), store=store, on=today)


def test_a_slip_opens_nothing() -> None:
    slip = codes.new_slip()
    assert len(codes.read_slip(slip)) == 12
    with pytest.raises(codes.CodeMistyped):
        codes.read_code(slip)
