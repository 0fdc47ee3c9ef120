"""The wall's tests need an office, because what enters the wall is ledgered."""

from tests.people import office

__all__ = ["office"]
