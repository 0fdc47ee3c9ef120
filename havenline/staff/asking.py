"""What the pages ask of a phone or a security key, and what they make of the answer."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from ipaddress import ip_address
from urllib.parse import urlsplit

import segno
from django.http import HttpRequest
from django.utils import timezone

from havenline import config
from havenline.staff import factors
from havenline.staff.factors import SecondWrong
from havenline.staff.models import Member
from havenline.vault import onetime
from havenline.vault.keys import Unlocked
from havenline.vault.securitykeys import KeyAnswerWrong, Site

_TYPED_LIMIT = 60


def site(request: HttpRequest) -> Site:
    """This site, as a security key is told of it."""
    return Site(urlsplit(f"//{request.get_host()}").hostname or "", config.load().office_name)


def _takes_keys(here: Site) -> bool:
    # A security key is bound to a host's name; browsers know none for a bare address (WebAuthn 5.1.2).
    try:
        ip_address(here.host)
    except ValueError:
        return True
    return False


@dataclass
class Ask:
    """Asks a member for a second proof they have."""

    request: HttpRequest
    member: Member
    unlocked: Unlocked
    challenge: bytes

    @cached_property
    def site(self) -> Site:
        """The site that asks."""
        return site(self.request)

    @cached_property
    def keys(self) -> list[bytes]:
        """The member's security keys, where a key can be asked at all."""
        if not _takes_keys(self.site):
            return []
        return [one.kept for one in factors.held(self.member, self.unlocked, factors.KEY)]

    @property
    def key_options(self) -> str:
        """What the page's script asks a key; empty where there is none."""
        return self.site.to_ask(known=self.keys, challenge=self.challenge) if self.keys else ""

    def check(self) -> str:
        """The kind of proof that was sent; raises SecondWrong."""
        if answer := self.request.POST.get("answer", ""):
            return factors.check_key(
                self.member, self.unlocked, answer, site=self.site, challenge=self.challenge
            )
        typed = self.request.POST.get("second", "")[:_TYPED_LIMIT]
        return factors.check_typed(self.member, self.unlocked, typed, now=timezone.now())


@dataclass
class New(Ask):
    """Offers a member a second proof they do not have yet: a phone, or a security key."""

    @cached_property
    def secret(self) -> bytes:
        """The secret for the phone: that of the page when it comes back, else a fresh one."""
        try:
            secret = base64.b32decode(self.request.POST.get("candidate", ""))
        except (ValueError, binascii.Error):
            return onetime.new_secret()
        return secret if len(secret) == onetime.SECRET_BYTES else onetime.new_secret()

    @property
    def candidate(self) -> str:
        """The secret as the page carries it, to its own form and nowhere else."""
        return base64.b32encode(self.secret).decode("ascii")

    @property
    def shown(self) -> str:
        """The secret for typing into the phone."""
        return onetime.shown(self.secret)

    @property
    def picture(self) -> str:
        """The secret for the phone's camera, as the address of a picture."""
        held = onetime.address(self.secret, office=self.site.name, name=self.member.sign_in_name)
        return segno.make(held, error="m", micro=False).svg_data_uri(scale=5, border=4, light="white")

    @property
    def key_options(self) -> str:
        """What the page's script asks a new key; empty where no key can be asked."""
        if not _takes_keys(self.site):
            return ""
        return self.site.to_enroll(
            member=self.member.id.bytes,
            name=self.member.sign_in_name,
            known=self.keys,
            challenge=self.challenge,
        )

    @property
    def kind(self) -> str:
        """What was sent: `key` or `phone`."""
        return factors.KEY if self.request.POST.get("answer") else factors.PHONE

    def add(self, now: datetime) -> None:
        """Keep what was sent as a second proof of the member; raises SecondWrong."""
        name = self.request.POST.get("name", "")
        if self.kind == factors.KEY:
            try:
                credential = self.site.enrolled(self.request.POST["answer"], challenge=self.challenge)
            except KeyAnswerWrong:
                raise SecondWrong from None
            factors.add_key(self.member, self.unlocked, credential=credential, name=name, now=now)
            return
        typed = self.request.POST.get("second", "")[:_TYPED_LIMIT]
        factors.add_phone(self.member, self.unlocked, secret=self.secret, typed=typed, name=name, now=now)
