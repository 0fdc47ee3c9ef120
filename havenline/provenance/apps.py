"""The room of those who look behind the wall."""

from django.apps import AppConfig


class ProvenanceConfig(AppConfig):
    """Why an item is barred, and what may free it."""

    name = "havenline.provenance"
    label = "provenance"
    verbose_name = "Provenance"

    def ready(self) -> None:
        """Have the navigation count what waits for a second person, and alarms."""
        from havenline.provenance import queries
        from havenline.staff import places

        places.count_with("provenance:wall", queries.waiting_for)
