"""The cast of all tests: invented people of one small office, and the outsider who tries every door.

Stretching a passphrase is slow on purpose, so the office is founded once in a test process; every further
test gets the same rows again. Take the fixtures by name: `office`, `vera`, `dana`, `sol`, `fern`, `cho`,
`cora`, `cass`, `ines`, `vito`, `outsider`.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import models, transaction
from django.test import Client
from django.utils import timezone

from havenline import config
from havenline.ledger.models import Entry, Head, Node, Salt
from havenline.staff import conduct, factors
from havenline.staff.founding import Founded, NewMember, found_office
from havenline.staff.models import SEED, Factor, Member
from havenline.vault import onetime, passphrase, sessions
from havenline.vault.keys import Keyring, Seed, Unlocked
from havenline.vault.models import PublicKey, Wrap

COOKIE = "__Host-desk"

# All invented. The first two are the founders.
CAST = (
    NewMember("Sol Okafor", "sol", "supervisor", "sol keeps the long corridor"),
    NewMember("Vera Lindqvist", "vera", "victim_services", "vera opens the green door"),
    NewMember("Dana Reyes", "dana", "charging_deputy", "dana counts eleven herons"),
    NewMember("Fern Achebe", "fern", "filter_attorney", "fern waits behind glass"),
    NewMember("Cho Valdez", "cho", "chief", "cho winds the tower clock"),
    NewMember("Cora Szabo", "cora", "counsel", "cora reads between the lines"),
    NewMember("Cass Moreau", "cass", "case_deputy", "cass mends a paper kite"),
    NewMember("Ines Halloran", "ines", "investigator", "ines follows the wet road"),
    NewMember("Vito Amankwah", "vito", "victim_services", "vito carries two umbrellas"),
)
_PASSPHRASES = {new.sign_in_name: new.passphrase for new in CAST}
# Everybody's phone holds the same secret; a real office gives each their own.
_PHONE = b"a phone of the tests"
_TABLES: tuple[type[models.Model], ...] = (PublicKey, Member, Factor, Wrap, Entry, Node, Head, Salt)


@dataclass(frozen=True)
class Office:
    """A founded office: its people, the teams' keys, and the keeper's key and keyring."""

    sol: Member
    vera: Member
    dana: Member
    fern: Member
    cho: Member
    cora: Member
    cass: Member
    ines: Member
    vito: Member
    intake: PublicKey
    charging: PublicKey
    filter: PublicKey
    keeper: PublicKey
    keeper_keyring: Keyring


@dataclass
class _Kept:
    """What the first founding made: the rows, the founders file, and everybody's keyring."""

    founded: Founded
    rows: dict[type[models.Model], list[Any]]
    founders: bytes
    keyrings: dict[UUID, Keyring]


_kept: list[_Kept] = []


def keeper_keyring() -> Keyring:
    """The keeper's keys, as the keeper process derives them from its secret file."""
    return Keyring.from_seed(Seed(config.read_secret("keeper-key")))


def an_office() -> Office:
    """Found the office in the test's database, which must have an empty ledger."""
    assert not Entry.objects.exists(), "an office is founded before anything else happens"
    if _kept:
        _put_back(_kept[0])
    else:
        config.founders_path().unlink(missing_ok=True)
        _kept.append(_found())
    founded = _kept[0].founded
    sol, vera, dana, fern, cho, cora, cass, ines, vito = (
        Member.objects.get(id=member.id) for member in founded.members
    )
    return Office(
        sol=sol,
        vera=vera,
        dana=dana,
        fern=fern,
        cho=cho,
        cora=cora,
        cass=cass,
        ines=ines,
        vito=vito,
        intake=founded.teams["intake"],
        charging=founded.teams["charging"],
        filter=founded.teams["filter"],
        keeper=founded.keeper,
        keeper_keyring=keeper_keyring(),
    )


def _found() -> _Kept:
    founded = found_office(keeper=keeper_keyring(), members=CAST)
    pepper = config.read_secret("pepper")
    keyrings = {}
    for member, new in zip(founded.members, CAST, strict=True):
        key = passphrase.check(new.passphrase, member.salt, member.verifier, pepper)
        keyrings[member.id] = Keyring.unsealed(
            member.sealed_seed, key=key, purpose=SEED, about=str(member.id)
        )
        _settle_in(member, keyrings[member.id])
    return _Kept(
        founded=founded,
        rows={table: list(table._default_manager.all()) for table in _TABLES},
        founders=config.founders_path().read_bytes(),
        keyrings=keyrings,
    )


def _settle_in(member: Member, keyring: Keyring) -> None:
    """A phone, and the code of conduct accepted, as everybody has them after their first day."""
    keys = Unlocked(member_id=member.id, key=member.key_id, keyring=keyring)
    factors.sealed(member, keys, factors.PHONE, name="Phone", kept=_PHONE).save(force_insert=True)
    Member.objects.filter(id=member.id).update(conduct=conduct.VERSION)


def _put_back(kept: _Kept) -> None:
    config.founders_path().touch(mode=0o600)
    config.founders_path().write_bytes(kept.founders)
    with transaction.atomic():
        for table, rows in kept.rows.items():
            table._default_manager.bulk_create(_fresh(row) for row in rows)


def _fresh(row: models.Model) -> models.Model:
    """A copy to insert; the database counts its own numbers."""
    again = copy.copy(row)
    if isinstance(row._meta.pk, models.AutoField):
        again.pk = None
    return again


def unlocked(member: Member) -> Unlocked:
    """The member with their keys at hand, as a signed-in request has them."""
    return Unlocked(member_id=member.id, key=member.key_id, keyring=_kept[0].keyrings[member.id])


def passphrase_of(member: Member) -> str:
    """What this member types at sign-in."""
    return _PASSPHRASES[member.sign_in_name]


def code_of(member: Member, *, now: datetime | None = None) -> str:
    """The six digits the phone of anybody in the cast shows."""
    return onetime.code(_PHONE, onetime.step_of(now or timezone.now()))


def come_in(client: Client, member: Member) -> Any:
    """Sign in by the pages, passphrase and second proof; answers what the second one answers."""
    client.post("/desk/", {"name": member.sign_in_name, "passphrase": passphrase_of(member)})
    return client.post("/desk/second/", {"second": code_of(member)})


def sign_in(client: Client, member: Member, *, now: datetime | None = None) -> Client:
    """Give the client a real session of this member, without the slow passphrase; answers the client."""
    client.cookies[COOKIE] = sessions.begin_staff(unlocked(member), now=now or timezone.now())
    return client


@pytest.fixture
def office(db: None) -> Iterator[Office]:
    """An office of its whole cast, its founders pinned for this test alone."""
    yield an_office()
    config.founders_path().unlink(missing_ok=True)


@pytest.fixture
def vera(office: Office) -> Member:
    """Victim services: reads reports, may not ask the gate."""
    return office.vera


@pytest.fixture
def dana(office: Office) -> Member:
    """A charging deputy: asks the gate, may not see a report."""
    return office.dana


@pytest.fixture
def sol(office: Office) -> Member:
    """The supervisor: sees every screening, no report."""
    return office.sol


@pytest.fixture
def fern(office: Office) -> Member:
    """The filter attorney: looks behind the wall, charges nobody."""
    return office.fern


@pytest.fixture
def cho(office: Office) -> Member:
    """The chief: decides holds that run out, reads no report."""
    return office.cho


@pytest.fixture
def cora(office: Office) -> Member:
    """Counsel: reads, tries and signs the policy, and nobody's case."""
    return office.cora


@pytest.fixture
def cass(office: Office) -> Member:
    """A case deputy: works against who did it, with what was handed over."""
    return office.cass


@pytest.fixture
def ines(office: Office) -> Member:
    """An investigator of the same."""
    return office.ines


@pytest.fixture
def vito(office: Office) -> Member:
    """Victim services too: a colleague of Vera's."""
    return office.vito


@pytest.fixture
def outsider(office: Office) -> Client:
    """Nobody, signed in nowhere, trying every door of a founded office."""
    return Client()
