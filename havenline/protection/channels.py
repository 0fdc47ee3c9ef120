"""C1 needs no report: names the channels by which a protected person becomes known to the office."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Channel -> its words, and the recipient it stands for in the case file (`report.to`).
CHANNELS: dict[str, tuple[str | Promise, str]] = {
    "phone": (_("A call to this office"), "this_office"),
    "walk_in": (_("Came to this office in person"), "this_office"),
    "hospital": (_("A hospital"), "hospital"),
    "police_report": (_("A police report"), "police"),
    "sheriff": (_("The sheriff"), "sheriff"),
    "emergency_call": (_("A 911 call"), "emergency_line"),
    "community": (_("A community organization"), "cbo"),
    "oversight": (_("A civilian oversight agency"), "oversight_agency"),
    "other_agency": (_("Another agency"), "other"),
}


def recipient(channel: str) -> str:
    """Who was told first (`report.to`), by this channel; raises KeyError."""
    return CHANNELS[channel][1]


def words(channel: str) -> str | Promise:
    """The channel as a desk shows it; the closed word itself for one that is no longer offered."""
    return CHANNELS[channel][0] if channel in CHANNELS else channel
