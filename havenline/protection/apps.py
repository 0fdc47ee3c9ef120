"""The room that knows who is protected."""

from django.apps import AppConfig


class ProtectionConfig(AppConfig):
    """Protections from any channel, the keeper, and the question at the gate."""

    name = "havenline.protection"
    label = "protection"
    verbose_name = "Protection"
