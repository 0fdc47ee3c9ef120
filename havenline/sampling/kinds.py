"""The closed words of alarms and of what a reviewer finds."""

from __future__ import annotations

from collections.abc import Mapping

# Kind -> what it says. Each is about how somebody asks; none about who is protected.
ALARMS: Mapping[str, str] = {
    "canary": "asked about a person who does not exist",
    "variants": "asked about one person in many spellings",
    "many_cases": "asked about one person in many cases",
    "many_persons": "asked about many persons in one case",
    "off_case": "asked in many cases that nobody has opened",
    "quota": "asked until the day's quota was used up",
}
IN_ORDER, TO_FOLLOW = "in_order", "to_follow"
FINDINGS = (IN_ORDER, TO_FOLLOW)
