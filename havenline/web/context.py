"""What every page knows: the office's name and whether this is a demo. Never who is looking."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def office(request: HttpRequest) -> dict[str, object]:
    """Context for all templates."""
    return {
        "office_name": settings.OFFICE.office_name,
        "demo": settings.OFFICE.demo,
        "danger_line": settings.OFFICE.danger_line,
    }
