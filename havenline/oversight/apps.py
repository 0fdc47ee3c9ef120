"""The room where how the gate is asked is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.apps import AppConfig

if TYPE_CHECKING:
    from havenline.staff.models import Member


class OversightConfig(AppConfig):
    """The pages of reviews, alarms and canaries; says how many alarms wait."""

    name = "havenline.oversight"
    label = "oversight"
    verbose_name = "Oversight"

    def ready(self) -> None:
        """Have the place count the alarms this member may look at."""
        from havenline.oversight import queries
        from havenline.staff import places
        from havenline.staff.roles import HasRole

        def waiting(member: HasRole) -> int:
            return queries.alarms(cast("Member", member).id).count()

        places.count_with("oversight:review", waiting)
