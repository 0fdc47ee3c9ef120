"""Answers who works here and which key a team holds."""

from __future__ import annotations

from havenline.vault import directory
from havenline.vault.models import PublicKey


class TeamMissing(Exception):  # noqa: N818 - named for what the reader met
    """The office has no team of this name: it was not founded, or the name is wrong."""


def team_key(name: str) -> PublicKey:
    """The team's key as it stands; whoever seals to it asks `directory.trusted`. Raises TeamMissing."""
    for key in directory.newest_first(PublicKey.TEAM, label=name):
        return key
    raise TeamMissing(f"the team `{name}` has no key: found the office with havenline office init")
