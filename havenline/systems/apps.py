"""Gives outside systems their place among the rooms."""

from django.apps import AppConfig


class SystemsConfig(AppConfig):
    """Outside systems, their tokens, and the API they ask by."""

    name = "havenline.systems"
    label = "systems"
    verbose_name = "Systems"
