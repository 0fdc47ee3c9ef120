"""The room that knows who is protected."""

from django.apps import AppConfig


class ProtectionConfig(AppConfig):
    """Protections from any channel, the keeper, and the question at the gate."""

    name = "havenline.protection"
    label = "protection"
    verbose_name = "Protection"

    def ready(self) -> None:
        """Tell the navigation how many possible matches nobody has looked at."""
        from havenline.protection import matches
        from havenline.staff import places

        places.count_with("protection:matches", lambda member: matches.waiting().count())
