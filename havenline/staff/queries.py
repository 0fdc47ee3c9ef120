"""Answers who works here and which key a team holds."""

from __future__ import annotations

from havenline import config
from havenline.vault import directory
from havenline.vault.errors import KeyNotTrusted
from havenline.vault.models import PublicKey


class TeamMissing(Exception):  # noqa: N818 - named for what the reader met
    """The office has no team of this name: it was not founded, or the name is wrong."""


def team_key(name: str) -> PublicKey:
    """The team's newest public key that two members vouch for. Raises TeamMissing, KeyNotTrusted.

    A row slipped in beside it is passed over: it must not cost a person their report.
    """
    rows = directory.newest_first(PublicKey.TEAM, label=name)
    for row in rows:
        try:
            directory.trusted(row)
        except KeyNotTrusted:
            continue
        return row
    if rows:
        raise KeyNotTrusted(
            f"the team `{name}` has no key that can be trusted", hint=f"see `{config.founders_path()}`"
        )
    raise TeamMissing(f"the team `{name}` has no key: the database is not that of a founded office")
