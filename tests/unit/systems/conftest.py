"""The office that outside systems belong to."""

from tests.people import office

__all__ = ["office"]
