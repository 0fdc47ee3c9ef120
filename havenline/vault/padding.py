"""Hides how long a text is: every text fills whole blocks of 512 bytes before it is sealed.

The shape is that of ISO/IEC 7816-4: one byte 0x80, then zeros up to the end of the block.
"""

BLOCK = 512
_MARK = b"\x80"


class PaddingWrong(ValueError):  # noqa: N818 - named for what the reader met
    """The bytes do not end as padding ends."""


def pad(content: bytes, *, block: int = BLOCK) -> bytes:
    """`content` with its padding: always at least one byte more, always whole blocks."""
    marked = content + _MARK
    return marked + bytes(-len(marked) % block)


def unpad(padded: bytes, *, block: int = BLOCK) -> bytes:
    """The content of `pad`; raises PaddingWrong. Call it on authenticated bytes only."""
    content, mark, rest = padded.rpartition(_MARK)
    if len(padded) % block or not mark or any(rest) or len(rest) >= block:
        raise PaddingWrong("the bytes do not end as padding ends")
    return content
