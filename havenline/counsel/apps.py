"""The room of staff counsel."""

from django.apps import AppConfig


class CounselConfig(AppConfig):
    """The pages of the policy: read, tried, its readings compared. It reads nobody's case."""

    name = "havenline.counsel"
    label = "counsel"
    verbose_name = "Policy"
