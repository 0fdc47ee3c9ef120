"""The room of a case as the wall sees it."""

from django.apps import AppConfig


class MattersConfig(AppConfig):
    """The pages of matters: items relied on, by case."""

    name = "havenline.matters"
    label = "matters"
    verbose_name = "Matters"
