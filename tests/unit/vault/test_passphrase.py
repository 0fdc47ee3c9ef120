"""A passphrase opens its own account, and what is stored of it helps nobody."""

import pytest

from havenline.vault import passphrase
from havenline.vault.errors import PassphraseWrong

PEPPER = b"p" * 32
TYPED = "one two tréés"
ENROLLED = passphrase.enrol(TYPED, PEPPER)


def test_the_passphrase_gives_its_key_again() -> None:
    assert passphrase.check(TYPED, ENROLLED.salt, ENROLLED.verifier, PEPPER) == ENROLLED.key


def test_another_keyboard_gives_the_same_key() -> None:
    decomposed = "one two tre\u0301e\u0301s"
    assert passphrase.check(decomposed, ENROLLED.salt, ENROLLED.verifier, PEPPER) == ENROLLED.key


@pytest.mark.parametrize(
    ("typed", "salt", "verifier", "pepper"),
    [
        ("one two trees", ENROLLED.salt, ENROLLED.verifier, PEPPER),
        (TYPED + " ", ENROLLED.salt, ENROLLED.verifier, PEPPER),
        ("", ENROLLED.salt, ENROLLED.verifier, PEPPER),
        ("\ud800", ENROLLED.salt, ENROLLED.verifier, PEPPER),
        (TYPED, bytes(16), ENROLLED.verifier, PEPPER),
        (TYPED, ENROLLED.salt, bytes(32), PEPPER),
        (TYPED, ENROLLED.salt, ENROLLED.verifier[:16], PEPPER),
        (TYPED, ENROLLED.salt, ENROLLED.verifier, b"q" * 32),
    ],
    ids=["letters", "space", "nothing", "surrogate", "salt", "verifier", "half a verifier", "pepper"],
)
def test_anything_else_is_refused(typed: str, salt: bytes, verifier: bytes, pepper: bytes) -> None:
    with pytest.raises(PassphraseWrong) as met:
        passphrase.check(typed, salt, verifier, pepper)
    assert TYPED not in f"{met.value!r}"


def test_two_people_with_one_passphrase_share_nothing() -> None:
    other = passphrase.enrol(TYPED, PEPPER)
    assert other.salt != ENROLLED.salt
    assert other.verifier != ENROLLED.verifier
    assert other.key != ENROLLED.key


def test_what_is_stored_is_not_the_key() -> None:
    assert ENROLLED.key.reveal() not in (ENROLLED.verifier, ENROLLED.salt)


def test_nobody_is_refused_as_anybody_is() -> None:
    with pytest.raises(PassphraseWrong) as met:
        passphrase.check_nobody(TYPED, PEPPER)
    with pytest.raises(PassphraseWrong) as wrong:
        passphrase.check("other", ENROLLED.salt, ENROLLED.verifier, PEPPER)
    assert str(met.value) == str(wrong.value)
