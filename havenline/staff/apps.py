"""The room of the office's own people."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    """Accounts, roles and sign-in."""

    name = "havenline.staff"
    label = "staff"
