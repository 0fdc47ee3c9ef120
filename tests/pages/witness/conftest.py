"""An office and somebody who belongs to nobody."""

from tests.people import office, outsider  # noqa: F401
