"""The room of pages."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, style and headers shared by the portal and the desks."""

    name = "havenline.web"
    label = "web"
