"""The cast, by name."""

from tests.people import dana, office, outsider, sol, vera

__all__ = ["dana", "office", "outsider", "sol", "vera"]
