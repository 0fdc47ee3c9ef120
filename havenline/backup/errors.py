"""Names what can be wrong with a backup, in sentences that the person who restores it reads."""


class BackupWrong(Exception):  # noqa: N818 - named for what the reader met
    """A part, a key or an office does not allow what was asked; the message says which and what to do."""

    def __init__(self, message: str, *, hint: str) -> None:
        super().__init__(f"{message}: {hint}")
