"""The room that knows what the office holds and where it came from."""

from django.apps import AppConfig


class WallConfig(AppConfig):
    """Items, the routes they came by, and what is barred against whom."""

    name = "havenline.wall"
    label = "wall"
    verbose_name = "Wall"
