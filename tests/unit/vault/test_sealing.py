"""Sealed bytes open in their own place, whole, with their own key: and nowhere else."""

import pickle
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from havenline.vault import blob, hpke, padding
from havenline.vault.errors import BlobWrong, TextUnclean
from havenline.vault.keys import DataKey, Keyring, Seed

KEY, OTHER_KEY = DataKey(b"k" * 32), DataKey(b"o" * 32)
RING, OTHER_RING = Keyring.from_seed(Seed(b"r" * 32)), Keyring.from_seed(Seed(b"q" * 32))
KEY_ID = UUID(int=7)
PURPOSE, ABOUT = "report.story", "0c4cbd2e-95a1-4a3b-8c0e-111111111111"
CLEAN_TEXT = st.text(st.characters(exclude_categories=["Cs"]))

Open = Callable[..., bytes | str]


def _bytes_blob() -> tuple[bytes, Open]:
    return KEY.seal(b"content", purpose=PURPOSE, about=ABOUT), KEY.open


def _text_blob() -> tuple[bytes, Open]:
    return KEY.seal_text("content", purpose=PURPOSE, about=ABOUT), KEY.open_text


def _wrapped_blob() -> tuple[bytes, Open]:
    sealed = hpke.seal(b"content", to=RING.kem_public, key_id=KEY_ID, purpose=PURPOSE, about=ABOUT)
    return sealed, RING.open


KINDS = {"bytes": _bytes_blob, "text": _text_blob, "wrap": _wrapped_blob}
every_kind = pytest.mark.parametrize("kind", KINDS)


@every_kind
def test_it_opens_in_its_own_place(kind: str) -> None:
    sealed, open_ = KINDS[kind]()
    assert open_(sealed, purpose=PURPOSE, about=ABOUT) in ("content", b"content")
    assert b"content" not in sealed


@every_kind
@pytest.mark.parametrize(
    ("purpose", "about"),
    [
        ("report.stor", ABOUT),
        ("report.storyx", ABOUT),
        ("report.where", ABOUT),
        (PURPOSE, "0c4cbd2e-95a1-4a3b-8c0e-222222222222"),
        (PURPOSE, ABOUT + "1"),
        (PURPOSE, ABOUT[:-1]),
        (PURPOSE + ABOUT[0], ABOUT[1:]),
    ],
)
def test_moved_it_does_not_open(kind: str, purpose: str, about: str) -> None:
    sealed, open_ = KINDS[kind]()
    with pytest.raises(BlobWrong):
        open_(sealed, purpose=purpose, about=about)


@every_kind
def test_relabelled_it_does_not_open(kind: str) -> None:
    sealed, open_ = KINDS[kind]()
    header, body = blob.Header.read(sealed)
    changes = [
        blob.Header(header.suite, "report.where", header.key_id),
        blob.Header(header.suite, header.purpose, uuid4()),
        *(blob.Header(suite, header.purpose, header.key_id) for suite in range(20) if suite != header.suite),
    ]
    for changed in changes:
        with pytest.raises(BlobWrong):
            open_(changed.to_bytes() + body, purpose=changed.purpose, about=ABOUT)


@every_kind
def test_no_changed_bit_opens(kind: str) -> None:
    sealed, open_ = KINDS[kind]()
    for at in range(len(sealed)):
        changed = sealed[:at] + bytes([sealed[at] ^ (1 << at % 8)]) + sealed[at + 1 :]
        with pytest.raises(BlobWrong):
            open_(changed, purpose=PURPOSE, about=ABOUT)


@every_kind
def test_no_part_of_it_opens(kind: str) -> None:
    sealed, open_ = KINDS[kind]()
    for end in range(len(sealed)):
        with pytest.raises(BlobWrong):
            open_(sealed[:end], purpose=PURPOSE, about=ABOUT)
    with pytest.raises(BlobWrong):
        open_(sealed + b"\x00", purpose=PURPOSE, about=ABOUT)


@given(st.binary(max_size=200))
def test_no_made_up_bytes_open(made_up: bytes) -> None:
    for open_ in (KEY.open, KEY.open_text, RING.open):
        with pytest.raises(BlobWrong):
            open_(made_up, purpose=PURPOSE, about=ABOUT)


def test_another_key_does_not_open() -> None:
    with pytest.raises(BlobWrong):
        OTHER_KEY.open(_bytes_blob()[0], purpose=PURPOSE, about=ABOUT)
    with pytest.raises(BlobWrong):
        OTHER_RING.open(_wrapped_blob()[0], purpose=PURPOSE, about=ABOUT)


def test_text_and_bytes_are_not_taken_for_each_other() -> None:
    with pytest.raises(BlobWrong):
        KEY.open(_text_blob()[0], purpose=PURPOSE, about=ABOUT)
    with pytest.raises(BlobWrong):
        KEY.open_text(_bytes_blob()[0], purpose=PURPOSE, about=ABOUT)


def test_equal_content_is_sealed_differently_each_time() -> None:
    for make in KINDS.values():
        assert make()[0] != make()[0]


@given(CLEAN_TEXT)
@settings(max_examples=60)
def test_text_comes_back_to_the_letter(text: str) -> None:
    sealed = KEY.seal_text(text, purpose=PURPOSE, about=ABOUT)
    assert KEY.open_text(sealed, purpose=PURPOSE, about=ABOUT) == text


@given(st.binary(max_size=300))
@settings(max_examples=60)
def test_bytes_come_back_equal(content: bytes) -> None:
    sealed = KEY.seal(content, purpose=PURPOSE, about=ABOUT)
    assert KEY.open(sealed, purpose=PURPOSE, about=ABOUT) == content
    wrapped = hpke.seal(content, to=RING.kem_public, key_id=KEY_ID, purpose=PURPOSE, about=ABOUT)
    assert RING.open(wrapped, purpose=PURPOSE, about=ABOUT) == content


@pytest.mark.parametrize(
    "texts",
    [["", "yes", "no", "x" * 511], ["x" * 512, "x" * 1023], ["ñ" * 255, "x" * 500]],
)
def test_lengths_within_a_block_look_the_same(texts: list[str]) -> None:
    lengths = {len(KEY.seal_text(text, purpose=PURPOSE, about=ABOUT)) for text in texts}
    assert len(lengths) == 1


@pytest.mark.parametrize("text", ["\ud800", "canary \udfff after", "\udc00\ud800"])
def test_unclean_text_is_refused_without_being_told(text: str) -> None:
    with pytest.raises(TextUnclean) as met:
        KEY.seal_text(text, purpose=PURPOSE, about=ABOUT)
    told = repr(met.value) + repr(met.value.__context__)
    assert "canary" not in told
    assert met.value.__context__ is None


@pytest.mark.parametrize(("purpose", "about"), [("", ABOUT), ("a" * 256, ABOUT), ("ñ", ABOUT), (PURPOSE, "")])
def test_a_place_without_a_name_is_refused(purpose: str, about: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - each place says its own
        KEY.seal(b"content", purpose=purpose, about=about)


@pytest.mark.parametrize("point", [b"", bytes(65), b"\x04" + bytes(64), RING.kem_public[:-1]])
def test_nothing_is_sealed_to_no_point(point: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the library's own words
        hpke.seal(b"content", to=point, key_id=KEY_ID, purpose=PURPOSE, about=ABOUT)


@given(st.binary(max_size=1100), st.sampled_from([1, 16, 512]))
def test_padding_comes_off_as_it_went_on(content: bytes, block: int) -> None:
    padded = padding.pad(content, block=block)
    assert len(padded) % block == 0
    assert len(content) < len(padded) <= len(content) + block
    assert padding.unpad(padded, block=block) == content


@pytest.mark.parametrize(
    "padded",
    [b"", bytes(512), b"x" * 512, b"\x80" + bytes(510), b"\x80" + bytes(512), b"\x80" + bytes(1023)],
    ids=["nothing", "zeros", "no mark", "short", "long", "a block too many"],
)
def test_what_is_not_padded_is_refused(padded: bytes) -> None:
    with pytest.raises(padding.PaddingWrong):
        padding.unpad(padded)


@pytest.mark.parametrize("secret", [KEY, RING, Seed(b"s" * 32)])
def test_a_secret_neither_shows_nor_travels(secret: object) -> None:
    assert "hidden" in repr(secret) == f"{secret}"
    with pytest.raises(TypeError):
        pickle.dumps(secret)


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_a_key_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="32"):
        DataKey(bytes(length))
