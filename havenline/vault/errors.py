"""Names what can be met at the vault's door. No message holds a code, a key, a name or a word of a person."""

# ruff: noqa: N818 - errors are named for what the reader met


class VaultError(Exception):
    """Anything the vault refuses; `hint` says what to do."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(f"{message}: {hint}" if hint else message)


class BlobWrong(VaultError):
    """Sealed bytes do not open here: changed, moved to another row, field or purpose, or the wrong key.

    One error for all of these: which one it was is nobody's business but the ledger's.
    """

    def __init__(self) -> None:
        super().__init__("the sealed bytes do not open here")


class TextUnclean(VaultError):
    """A text holds lone surrogates, which are no characters: it has to be cleaned before it is sealed."""


class NoGrant(VaultError):
    """The holder has no wrap of this object's key, nor has any team of theirs."""


class KeyNotTrusted(VaultError):
    """A public key is not what two staff keys signed and the ledger committed to: nothing is sealed to it."""


class CodeMistyped(VaultError):
    """What was typed cannot be a reporter code: wrong length, wrong symbol, or the check symbol differs."""


class SlipMistyped(VaultError):
    """What was typed cannot be a slip: wrong length or wrong symbol."""


class TicketExpired(VaultError):
    """The form was open for too long: a fresh one is needed."""


class TicketWrong(VaultError):
    """The code on the form was not issued by this office."""


class PassphraseWrong(VaultError):
    """The passphrase does not open this account, or there is no such account."""


class PassphraseBusy(VaultError):
    """Others are signing in at this moment and the line is full: nothing was tried, ask again."""


class SessionEnded(VaultError):
    """There is no such session: never begun, ended, idle for too long, or the clock ran backwards."""
