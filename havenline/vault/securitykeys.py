"""A member's security key signs that they sit at this very site: nobody can pass the proof on (WebAuthn).

The browser binds the signature to the host it is at, so a page that only looks like ours gets nothing. It
is a second proof beside the passphrase, so it is asked for a touch and not for a PIN. Attestation is not
asked for: it would tell the make of everybody's key and keeps nobody out whom the passphrase lets in.
"""

from __future__ import annotations

import json
import secrets
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlsplit

from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from havenline.vault.errors import VaultError

CHALLENGE_BYTES = 32
ANSWER_LIMIT = 20_000
_TOUCH = UserVerificationRequirement.DISCOURAGED


class KeyAnswerWrong(VaultError):  # noqa: N818 - named for what the reader met
    """What the browser brought is no signature of this key for this site and this question."""

    def __init__(self) -> None:
        super().__init__("the security key's answer does not fit", hint="try again, or use another way")


@dataclass(frozen=True, slots=True)
class Site:
    """The site that asks: its host without port, and the office's name, which the browser shows."""

    host: str
    name: str

    @property
    def _server(self) -> Fido2Server:
        return Fido2Server(
            PublicKeyCredentialRpEntity(name=self.name, id=self.host), verify_origin=self.is_origin
        )

    def is_origin(self, origin: str) -> bool:
        """Whether a page of this very host signed: no neighbor under the same domain, no open line."""
        parts = urlsplit(origin)
        is_local = parts.scheme == "http" and self.host == "localhost"
        return parts.hostname == self.host and (parts.scheme == "https" or is_local)

    def to_enroll(self, *, member: bytes, name: str, known: Sequence[bytes], challenge: bytes) -> str:
        """What the page's script asks a new key, as JSON. `known` keys are not enrolled twice."""
        options, _ = self._server.register_begin(
            PublicKeyCredentialUserEntity(id=member, name=name, display_name=name),
            [AttestedCredentialData(one) for one in known],
            resident_key_requirement=ResidentKeyRequirement.DISCOURAGED,
            user_verification=_TOUCH,
            challenge=challenge,
        )
        return json.dumps(dict(options)["publicKey"], default=dict)

    def enrolled(self, answer: str, *, challenge: bytes) -> bytes:
        """What is kept of the new key: its id and public half. Raises KeyAnswerWrong."""
        try:
            found = self._server.register_complete(_state(challenge), _read(answer))
        except _FAULTS:
            raise KeyAnswerWrong from None
        if found.credential_data is None:
            raise KeyAnswerWrong
        return bytes(found.credential_data)

    def to_ask(self, *, known: Sequence[bytes], challenge: bytes) -> str:
        """What the page's script asks one of the known keys, as JSON."""
        keys = [AttestedCredentialData(one) for one in known]
        options, _ = self._server.authenticate_begin(keys, user_verification=_TOUCH, challenge=challenge)
        return json.dumps(dict(options)["publicKey"], default=dict)

    def answered(self, answer: str, *, known: Sequence[bytes], challenge: bytes) -> tuple[bytes, int]:
        """Which of the known keys signed, and its count of signatures so far. Raises KeyAnswerWrong."""
        try:
            said = _read(answer)
            keys = [AttestedCredentialData(one) for one in known]
            found = self._server.authenticate_complete(_state(challenge), keys, said)
            count = AuthenticationResponse.from_dict(said).response.authenticator_data.counter
        except _FAULTS:
            raise KeyAnswerWrong from None
        return bytes(found), count


# The library reads what a stranger wrote: CBOR, JSON, base64 and signatures, each with faults of its own.
_FAULTS = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    AssertionError,
    OverflowError,
    RuntimeError,
    struct.error,
)


def new_challenge() -> bytes:
    """A question nobody was asked before."""
    return secrets.token_bytes(CHALLENGE_BYTES)


def _state(challenge: bytes) -> dict[str, Any]:
    return {"challenge": websafe_encode(challenge), "user_verification": _TOUCH}


def _read(answer: str) -> Mapping[str, Any]:
    if len(answer) > ANSWER_LIMIT:
        raise ValueError
    said = json.loads(answer)
    if not isinstance(said, dict):
        raise TypeError
    return cast("Mapping[str, Any]", said)
