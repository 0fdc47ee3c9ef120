"""What a writer into the wall is told when an entry cannot stand: which entry, why, what to do instead."""

from __future__ import annotations


class EntryRefused(Exception):  # noqa: N818 - named for what the reader met
    """Nothing was written. `entry` names the item, day or person that cannot stand."""

    def __init__(self, message: str, *, entry: str, hint: str = "") -> None:
        self.entry = entry
        super().__init__(f"{message}: {hint}" if hint else message)


class ItemUnknown(EntryRefused):
    """The wall has no item of this reference."""


class OfAnotherMatter(EntryRefused):
    """Items of two matters were to be tied together."""


class GoesInCircles(EntryRefused):
    """The item would rest on itself."""


class DayImpossible(EntryRefused):
    """A day that cannot be meant, or that says the opposite of independence."""


class AfterExposure(EntryRefused):
    """Whoever found or attests the source knew the person's information on the day it was found."""


class ApproverExposed(EntryRefused):
    """Whoever was to approve the source has opened what a person told whom it would count against."""


class ApprovesOwn(EntryRefused):
    """The second person is the first."""


class NothingToFree(EntryRefused):
    """The item has no derived route: it needs no independent one."""


class BasisUnknown(EntryRefused):
    """A source cannot rest on this."""


class RouteSettled(EntryRefused):
    """The route was approved or taken back already, or there is no such route to decide."""


class GiverUnknown(EntryRefused):
    """The item named as from the same person came from no person."""
