"""Addresses of the desk for protected persons; none tells of whom."""

from django.urls import path, register_converter

from havenline.protection import match_views, views


class Reference:
    """The reference of a possible match in an address: `L-` and six symbols."""

    regex = "L-[0-9A-Z]{6}"

    def to_python(self, value: str) -> str:
        """The reference as written."""
        return value

    def to_url(self, value: str) -> str:
        """The reference as it stands in an address."""
        return value


register_converter(Reference, "match_reference")

app_name = "protection"
urlpatterns = [
    path("", views.enter, name="enter"),
    path("entered/", views.entered, name="entered"),
    path("matches/", match_views.queue, name="matches"),
    path("matches/<match_reference:reference>/", match_views.look, name="match"),
    path("matches/<match_reference:reference>/answer/", match_views.answer, name="match_answer"),
]
