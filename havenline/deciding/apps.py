"""The room where what is held is looked at and decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.apps import AppConfig

if TYPE_CHECKING:
    from havenline.staff.models import Member


class DecidingConfig(AppConfig):
    """The pages of holds; says what waits for whom."""

    name = "havenline.deciding"
    label = "deciding"
    verbose_name = "Deciding"

    def ready(self) -> None:
        """Have the places of both desks count the calls nobody has answered."""
        from havenline.holds import queries
        from havenline.staff import places
        from havenline.staff.roles import HasRole

        def unseen(member: HasRole) -> int:
            return queries.unseen_calls(cast("Member", member).id)

        for address in ("deciding:queue", "deciding:to_decide"):
            places.count_with(address, unseen)
