"""Begins an office: its first people, their keys, its teams, and the directory that vouches for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol, cast
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from havenline import config, ledger
from havenline.staff.models import SEED, Member, typed_name
from havenline.staff.roles import ROLES, TEAMS
from havenline.vault import directory, grants, passphrase
from havenline.vault.keys import KemPublic, Keyring, Unlocked
from havenline.vault.models import PublicKey

PASSPHRASE_LETTERS = 12
PASSPHRASE_LONGEST = 1000
_FOUNDERS = 2


class FoundingWrong(Exception):  # noqa: N818 - named for what the reader met
    """The office cannot begin like this; the message says why, the hint what to do."""

    def __init__(self, message: str, *, hint: str) -> None:
        super().__init__(f"{message}: {hint}")


class PublicParts(Protocol):
    """The public half of a keyring: all that founding needs of the keeper's."""

    @property
    def kem_public(self) -> KemPublic:
        """What others seal to, 65 bytes."""

    @property
    def sign_public(self) -> bytes:
        """What others check signatures with, 32 bytes."""


@dataclass(frozen=True, slots=True)
class NewMember:
    """A person who will work here. The passphrase is used once and not kept."""

    name: str
    sign_in_name: str
    role: str
    passphrase: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Founded:
    """The office as it stands: members in the order given, the keeper's key, the teams by name."""

    members: tuple[Member, ...]
    keeper: PublicKey
    teams: dict[str, PublicKey]


def found_office(*, keeper: PublicParts, members: Sequence[NewMember], pack: str = "") -> Founded:
    """Make the members, their keys, the teams and the signed directory, in one transaction.

    keeper: the public half of the keeper's keys. members: the first two are the founders, whose keys are
    pinned in `secrets/founders`; every team needs a member. pack: the policy pack's fingerprint, if known.
    Raises FoundingWrong, FileExistsError when an office was founded here before.
    """
    _check(members)
    keyrings = [Keyring.new() for _ in members]
    pinned = False
    try:
        with transaction.atomic():
            made = _found_members(members, keyrings)
            # Teams are sealed to members' keys, which are trusted once the founders are pinned.
            directory.pin([member.key for member in made[:_FOUNDERS]])
            pinned = True
            return _found_rest(made, keyrings, keeper=keeper, pack=pack)
    except BaseException:
        if pinned:
            config.founders_path().unlink()
        raise


def _check(members: Sequence[NewMember]) -> None:
    if len(members) < _FOUNDERS:
        raise FoundingWrong("an office begins with two people", hint="each signs the other's key")
    names = {typed_name(member.sign_in_name) for member in members}
    if len(names) != len(members) or "" in names:
        raise FoundingWrong("two people have one sign-in name, or one has none", hint="give each their own")
    for member in members:
        if member.role not in ROLES:
            raise FoundingWrong(f"`{member.role}` is no role", hint=f"legal values: {', '.join(ROLES)}")
        if len(member.passphrase) < PASSPHRASE_LETTERS:
            raise FoundingWrong("a passphrase is too short", hint=f"at least {PASSPHRASE_LETTERS} letters")
        if len(member.passphrase) > PASSPHRASE_LONGEST:
            raise FoundingWrong("a passphrase is too long", hint=f"at most {PASSPHRASE_LONGEST} letters")
    for team, roles in TEAMS.items():
        if not any(member.role in roles for member in members):
            raise FoundingWrong(
                f"nobody would hold the key of the team `{team}`", hint=f"one of: {', '.join(sorted(roles))}"
            )


def _found_members(members: Sequence[NewMember], keyrings: Sequence[Keyring]) -> list[Member]:
    ids = [uuid4() for _ in members]
    labelled = [(str(member_id), keyring) for member_id, keyring in zip(ids, keyrings, strict=True)]
    keys = list(directory.found(labelled[0], labelled[1]))
    signers = [
        Unlocked(member_id=ids[one], key=keys[one].id, keyring=keyrings[one]) for one in range(_FOUNDERS)
    ]
    keys += [
        directory.publish(keyring, kind=PublicKey.MEMBER, label=label, signers=signers)
        for label, keyring in labelled[_FOUNDERS:]
    ]
    return [
        _member(Member(id=member_id, key=key), new, keyring)
        for member_id, key, new, keyring in zip(ids, keys, members, keyrings, strict=True)
    ]


def _member(row: Member, new: NewMember, keyring: Keyring) -> Member:
    enrolled = passphrase.enrol(new.passphrase, config.read_secret("pepper"))
    row.name, row.sign_in_name, row.role = new.name, typed_name(new.sign_in_name), new.role
    row.salt, row.verifier = enrolled.salt, enrolled.verifier
    row.sealed_seed = keyring.sealed_under(enrolled.key, purpose=SEED, about=str(row.id))
    row.save(force_insert=True)
    return row


def _found_rest(
    members: Sequence[Member], keyrings: Sequence[Keyring], *, keeper: PublicParts, pack: str
) -> Founded:
    signers = [
        Unlocked(member_id=member.id, key=member.key_id, keyring=keyring)
        for member, keyring in zip(members[:_FOUNDERS], keyrings, strict=False)
    ]
    # The directory enters public halves alone, so the keeper's secret need not come here.
    keeper_key = directory.publish(
        cast("Keyring", keeper), kind=PublicKey.KEEPER, label="keeper", signers=signers
    )
    teams = {
        team: grants.new_team(
            team, members=[member.key for member in members if member.role in roles], signers=signers
        )
        for team, roles in TEAMS.items()
    }
    ledger.append(
        "office.founded",
        by=members[0].actor,
        at=timezone.now(),
        # The mark tells an office at its start that another pepper lies in the file: no code would open.
        detail={
            "pepper": passphrase.pepper_mark(config.read_secret("pepper")),
            **({"pack": pack} if pack else {}),
        },
    )
    return Founded(members=tuple(members), keeper=keeper_key, teams=teams)
