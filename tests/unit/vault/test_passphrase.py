"""A passphrase opens its own account, and what is stored of it helps nobody."""

import subprocess
import sys

import pytest

from havenline.vault import passphrase
from havenline.vault.errors import PassphraseBusy, PassphraseWrong

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


_AT_ONCE = """
import threading
from havenline.vault import passphrase
from havenline.vault.errors import PassphraseBusy, PassphraseWrong

answers = []
start = threading.Barrier(6)

def ask():
    start.wait()
    for _ in range(2):
        try:
            passphrase.check_nobody("one two trees", bytes(32))
        except (PassphraseBusy, PassphraseWrong) as met:
            answers.append(type(met).__name__)

threads = [threading.Thread(target=ask) for _ in range(6)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(" ".join(sorted(answers)))
"""


def test_passphrases_tried_at_once_are_all_answered() -> None:
    """In a process of its own, which can be ended if it stands still."""
    done = subprocess.run(
        [sys.executable, "-c", _AT_ONCE], capture_output=True, text=True, timeout=60, check=False
    )
    answers = done.stdout.split()
    assert len(answers) == 12, done.stderr
    assert set(answers) <= {"PassphraseBusy", "PassphraseWrong"}
    assert answers.count("PassphraseWrong") >= 2


def test_the_third_in_line_is_told_at_once_that_it_is_busy() -> None:
    with passphrase._LINE, passphrase._LINE, pytest.raises(PassphraseBusy):
        passphrase.check(TYPED, ENROLLED.salt, ENROLLED.verifier, PEPPER)
    assert passphrase.check(TYPED, ENROLLED.salt, ENROLLED.verifier, PEPPER) == ENROLLED.key


def test_the_mark_of_a_pepper_knows_it_and_tells_nothing_of_it() -> None:
    mark = passphrase.pepper_mark(PEPPER)
    assert mark == passphrase.pepper_mark(PEPPER)
    assert mark != passphrase.pepper_mark(b"q" * 32)
    assert PEPPER.hex() not in mark
