"""The pages of the portal need an office: a report is sealed to its keys."""

from tests.people import office

__all__ = ["office"]
