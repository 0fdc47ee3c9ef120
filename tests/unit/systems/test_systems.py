"""A system is let in and sent away by a command, in the ledger, and its token is kept nowhere."""

from __future__ import annotations

import pytest
from django.utils import timezone

from havenline import ledger
from havenline.systems import actions, tokens
from havenline.systems.models import System, Token
from tests.people import Office

pytestmark = pytest.mark.django_db


def add(name: str = "Case system", scopes: tuple[str, ...] = ("cases:write",)) -> dict[str, tokens.Shown]:
    return actions.add(name, scopes=scopes, by="", at=timezone.now())


def test_a_token_is_kept_as_a_hash_alone(office: Office) -> None:
    shown = add()["cases:write"]
    row = Token.objects.get()
    assert shown.text.encode() not in bytes(row.digest)
    assert tokens.found(shown) == row
    assert "hvl_" not in repr(shown) + str(shown) + repr(row)


def test_each_scope_has_its_own_token(office: Office) -> None:
    given = add(scopes=("cases:write", "screenings:write"))
    assert given["cases:write"].text != given["screenings:write"].text
    assert {row.scope for row in Token.objects.all()} == set(given)
    assert System.objects.count() == 1


def test_a_token_taken_back_is_found_no_more(office: Office) -> None:
    old, new = add()["cases:write"], None
    new = add()["cases:write"]
    assert tokens.found(old)
    assert actions.revoke("Case system", by="", at=timezone.now()) == 2
    assert tokens.found(old) is None
    assert tokens.found(new) is None


def test_one_scope_is_taken_back_alone(office: Office) -> None:
    given = add(scopes=("cases:write", "screenings:write"))
    assert actions.revoke("Case system", scope="cases:write", by="", at=timezone.now()) == 1
    assert tokens.found(given["cases:write"]) is None
    assert tokens.found(given["screenings:write"])


def test_letting_in_and_out_is_in_the_ledger(office: Office) -> None:
    add()
    system = System.objects.get()
    actions.revoke("Case system", by="", at=timezone.now())
    actions.revoke("Case system", by="", at=timezone.now())  # nothing in force: nothing done
    told = [(entry.act, dict(entry.detail)) for entry in ledger.about("system", str(system.id))]
    assert told == [("system.token_made", {"scopes": "cases"}), ("system.token_revoked", {"tokens": 1})]


@pytest.mark.parametrize(
    ("name", "scopes"),
    [
        ("", ("cases:write",)),
        ("7 of 9", ("cases:write",)),
        ("a" * 41, ("cases:write",)),
        ("Case", ("all",)),
        ("Case", ()),
    ],
)
def test_what_cannot_be_a_system_is_refused(office: Office, name: str, scopes: tuple[str, ...]) -> None:
    with pytest.raises(actions.SystemWrong):
        add(name, scopes)
    assert not System.objects.exists()


def test_nobody_is_sent_away_who_is_not_there(office: Office) -> None:
    with pytest.raises(actions.SystemWrong):
        actions.revoke("Nobody", by="", at=timezone.now())


def test_tokens_of_two_offices_share_no_key(office: Office) -> None:
    """The pepper is in every key: a token without it opens nothing."""
    one, two = tokens.new(), tokens.new()
    assert one.keyring.kem_public != two.keyring.kem_public
    assert one.keyring.kem_public == tokens.Shown(one.text).keyring.kem_public
