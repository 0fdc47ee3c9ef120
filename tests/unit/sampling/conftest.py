"""The office, for what needs members."""

from tests.people import cho, dana, office, sol

__all__ = ["cho", "dana", "office", "sol"]
