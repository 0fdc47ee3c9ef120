"""Nothing is sealed to a key that two members did not sign or the ledger does not hold."""

import json
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.forms.models import model_to_dict

from havenline import config, ledger
from havenline.ledger import triggers
from havenline.ledger.models import Entry
from havenline.vault import directory
from havenline.vault.errors import KeyNotTrusted
from havenline.vault.keys import Keyring, Unlocked
from havenline.vault.models import PublicKey

from .conftest import Founded


def _fresh(row: PublicKey) -> PublicKey:
    return PublicKey.objects.get(id=row.id)


def test_founders_vouch_for_themselves_and_each_other(office: Founded) -> None:
    for row in office.keys:
        assert directory.trusted(_fresh(row)) == bytes(row.kem)


def test_a_key_signed_by_the_founders_is_trusted(office: Founded) -> None:
    someone, row = office.member()
    assert directory.trusted(_fresh(row)) == someone.keyring.kem_public


def test_trust_is_handed_on(office: Founded) -> None:
    first, _ = office.member()
    second, _ = office.member()
    third, row = office.member(signers=(first, second))
    assert directory.trusted(_fresh(row)) == third.keyring.kem_public


def test_a_published_key_is_in_the_ledger(office: Founded) -> None:
    _, row = office.member()
    (entry,) = ledger.about("key", str(row.id))
    assert entry.act == "key.published"
    assert entry.detail == {"kind": "member", "fingerprint": directory.fingerprint(row)}
    assert entry.number == row.entry
    assert entry.by == f"member:{office.founders[0].member_id}"


CHANGES: dict[str, Callable[[Founded], dict[str, object]]] = {
    "id": lambda office: {"id": uuid4()},
    "kind": lambda office: {"kind": "team"},
    "label": lambda office: {"label": "someone else"},
    "kem": lambda office: {"kem": Keyring.new().kem_public},
    "sign": lambda office: {"sign": Keyring.new().sign_public},
    "signature_1": lambda office: {"signature_1": bytes(64)},
    "signature_2": lambda office: {"signature_2": b""},
    "signer_1": lambda office: {"signer_1": office.member()[1]},
    "signer_2": lambda office: {"signer_2": office.member()[1]},
    "entry of another": lambda office: {"entry": office.keys[0].entry},
    "entry that is not there": lambda office: {"entry": 5000},
    "entry below nothing": lambda office: {"entry": -1},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_changed_column_ends_the_trust(office: Founded, change: Callable[[Founded], object]) -> None:
    _, row = office.member()
    assert directory.trusted(_fresh(row))
    changed = _fresh(row)
    columns = change(office)
    assert isinstance(columns, dict)
    for column, value in columns.items():
        setattr(changed, column, value)
    with pytest.raises(KeyNotTrusted):
        directory.trusted(changed)
    with pytest.raises(KeyNotTrusted):
        directory.seal_to(changed, b"content", purpose="report.story", about="1")


def test_two_rows_swapped_end_the_trust(office: Founded) -> None:
    _, one = office.member()
    _, other = office.member()
    changed = _fresh(one)
    changed.kem, changed.sign = other.kem, other.sign
    changed.signature_1, changed.signature_2 = other.signature_1, other.signature_2
    with pytest.raises(KeyNotTrusted):
        directory.trusted(changed)


def test_who_writes_every_table_still_makes_no_trusted_key(office: Founded) -> None:
    keyrings = [Keyring.new(), Keyring.new()]
    with transaction.atomic():
        forged = directory.found(*((str(uuid4()), keyring) for keyring in keyrings))
        signers = tuple(
            Unlocked(member_id=uuid4(), key=row.id, keyring=keyring)
            for row, keyring in zip(forged, keyrings, strict=True)
        )
        further = directory.publish(Keyring.new(), kind="team", label="intake", signers=signers)
    for row in (*forged, further):
        with pytest.raises(KeyNotTrusted):
            directory.trusted(_fresh(row))


def test_one_member_cannot_sign_twice(office: Founded) -> None:
    founder = office.founders[0]
    for signers in ((founder, founder), (founder,), (), (*office.founders, founder)):
        with pytest.raises(ValueError, match="two different"):
            directory.publish(Keyring.new(), kind="team", label="intake", signers=signers)


def test_one_member_under_two_names_cannot_sign_twice(office: Founded) -> None:
    first = office.founders[0]
    # The founder publishes the own keys again under another id, with the other founder's honest signature.
    with transaction.atomic():
        twin = directory.publish(first.keyring, kind="member", label="again", signers=office.founders)
        signers = (first, Unlocked(member_id=uuid4(), key=twin.id, keyring=first.keyring))
        row = directory.publish(Keyring.new(), kind="team", label="intake", signers=signers)
    with pytest.raises(KeyNotTrusted):
        directory.trusted(_fresh(row))


def test_a_team_cannot_sign(office: Founded) -> None:
    keyring = Keyring.new()
    with transaction.atomic():
        team = directory.publish(keyring, kind="team", label="intake", signers=office.founders)
        signers = (office.founders[0], Unlocked(member_id=uuid4(), key=team.id, keyring=keyring))
        row = directory.publish(Keyring.new(), kind="member", label="x", signers=signers)
    with pytest.raises(KeyNotTrusted):
        directory.trusted(_fresh(row))


def test_a_key_cannot_be_signed_by_a_later_one(office: Founded) -> None:
    someone, _ = office.member()
    _, row = office.member(signers=(office.founders[0], someone))
    PublicKey.objects.filter(id=someone.key).update(entry=9000)
    with pytest.raises(KeyNotTrusted):
        directory.trusted(_fresh(row))


def test_one_founder_alone_cannot_close_a_circle(office: Founded) -> None:
    founder = (office.founders[0].key, office.founders[0].keyring)
    keyrings, ids = (Keyring.new(), Keyring.new()), (uuid4(), uuid4())
    with transaction.atomic():
        rows = [
            directory._publish(
                keyrings[mine],
                PublicKey(id=ids[mine], kind="member", label=str(mine)),
                [founder, (ids[other], keyrings[other])],
                by="",
                at=None,
            )
            for mine, other in ((0, 1), (1, 0))
        ]
    for row in rows:
        with pytest.raises(KeyNotTrusted, match="could not sign"):
            directory.trusted(_fresh(row))


def test_a_changed_signer_ends_the_trust_in_what_it_signed(office: Founded) -> None:
    someone, signer_row = office.member()
    _, row = office.member(signers=(office.founders[0], someone))
    PublicKey.objects.filter(id=signer_row.id).update(label="another")
    with pytest.raises(KeyNotTrusted):
        directory.trusted(_fresh(row))


def test_a_changed_ledger_ends_the_trust(office: Founded) -> None:
    _, row = office.member()
    body = bytes(Entry.objects.get(index=row.entry).body)
    for changed in (body.replace(b'"member"', b'"keeper"', 1), body + b" ", b""):
        with triggers.lifted(connection):
            Entry.objects.filter(index=row.entry).update(body=changed)
        with pytest.raises(KeyNotTrusted):
            directory.trusted(_fresh(row))


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        "null",
        "not json",
        '["zz", "yy"]',
        "[1, 2]",
        json.dumps([bytes(32).hex()]),
        json.dumps([bytes(32).hex()] * 2),
        json.dumps([bytes(32).hex(), (b"x" * 32).hex()]),
    ],
)
def test_without_its_anchor_nothing_is_trusted(office: Founded, content: str) -> None:
    row = _fresh(office.keys[0])
    assert directory.trusted(row)
    config.founders_path().write_text(content, encoding="ascii")
    with pytest.raises(KeyNotTrusted):
        directory.trusted(row)


def test_an_anchor_others_can_write_is_no_anchor(office: Founded) -> None:
    config.founders_path().chmod(0o622)
    with pytest.raises(KeyNotTrusted, match="written by others"):
        directory.trusted(_fresh(office.keys[0]))


def test_a_missing_anchor_is_no_anchor(office: Founded) -> None:
    config.founders_path().rename(config.founders_path().with_suffix(".away"))
    with pytest.raises(KeyNotTrusted, match="cannot be read"):
        directory.trusted(_fresh(office.keys[0]))
    config.founders_path().with_suffix(".away").rename(config.founders_path())


def test_founders_are_pinned_once(office: Founded) -> None:
    with pytest.raises(FileExistsError):
        directory.pin(office.keys)
    assert config.founders_path().stat().st_mode & 0o777 == 0o600


def test_the_database_knows_the_kinds_and_wants_two_signers(office: Founded) -> None:
    _, row = office.member()
    for column in ({"kind": "stranger"}, {"signer_2": row.signer_1_id}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PublicKey.objects.filter(id=row.id).update(**column)


@pytest.mark.django_db(transaction=True)
def test_a_key_is_published_in_a_transaction() -> None:
    with pytest.raises(ledger.NotInTransaction):
        directory.found(("one", Keyring.new()), ("two", Keyring.new()))
    assert not PublicKey.objects.exists()


def test_what_is_sealed_to_a_key_opens_with_it(office: Founded) -> None:
    someone, row = office.member()
    sealed = directory.seal_to(_fresh(row), b"content", purpose="protection.facts", about="1")
    assert someone.keyring.open(sealed, purpose="protection.facts", about="1") == b"content"


def _team(office: Founded, label: str) -> PublicKey:
    with transaction.atomic():
        return directory.publish(Keyring.new(), kind="team", label=label, signers=office.founders)


def test_keys_are_answered_as_they_stand_newest_first(office: Founded) -> None:
    first, _, other = _team(office, "intake"), _team(office, "charging"), _team(office, "intake")
    assert directory.newest_first("team", label="intake") == [other, first]
    (charging,) = directory.newest_first("team", label="charging")
    assert model_to_dict(charging) == model_to_dict(_fresh(charging))
    assert directory.newest_first("team", label="nobody") == []
    third = _team(office, "intake")
    assert directory.newest_first("team")[0] == third


def test_a_key_swapped_after_it_was_trusted_is_refused(office: Founded) -> None:
    row = _team(office, "intake")
    (seen,) = directory.newest_first("team", label="intake")
    directory.trusted(seen)
    PublicKey.objects.filter(id=row.id).update(kem=Keyring.new().kem_public)
    (seen,) = directory.newest_first("team", label="intake")
    with pytest.raises(KeyNotTrusted):
        directory.trusted(seen)


def test_founders_changed_after_they_were_read_are_read_again(office: Founded) -> None:
    path = config.founders_path()
    written = path.read_bytes()
    directory.trusted(office.keys[0])
    try:
        path.write_text(json.dumps([Keyring.new().sign_public.hex() for _ in range(2)]))
        with pytest.raises(KeyNotTrusted):
            directory.trusted(office.keys[0])
    finally:
        path.write_bytes(written)
    directory.trusted(office.keys[0])
