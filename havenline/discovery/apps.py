"""The room of requests from outside."""

from __future__ import annotations

from django.apps import AppConfig


class DiscoveryConfig(AppConfig):
    """Requests from outside and their answers; says how many wait."""

    name = "havenline.discovery"
    label = "discovery"
    verbose_name = "Discovery"

    def ready(self) -> None:
        """Have the place of requests count what nobody has answered."""
        from havenline.discovery import queries
        from havenline.staff import places

        places.count_with("discovery:queue", lambda member: queries.waiting(member))
