"""The room that watches how the gate is asked."""

from django.apps import AppConfig


class SamplingConfig(AppConfig):
    """Neutral holds, quotas, alarms and samples of questions."""

    name = "havenline.sampling"
    label = "sampling"
    verbose_name = "Sampling"
