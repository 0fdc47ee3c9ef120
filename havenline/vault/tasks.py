"""Clears away what is over: a session that ended opens nothing, and its row shall not stay either."""

from datetime import timedelta

from django.utils import timezone

from havenline import work
from havenline.vault import sessions


@work.every("vault.purge_sessions", timedelta(minutes=10))
def purge_sessions() -> None:
    """Delete the rows of every session that is over, of members and of reporters."""
    sessions.purge(now=timezone.now())
