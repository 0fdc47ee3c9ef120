"""The addresses of matters: references, never a case number."""

from django.urls import path, register_converter

from havenline.matters import freeze_views, kastigar_views, staff_views, views


class Reference:
    """The reference of a matter in an address: `M-` and five symbols."""

    regex = "M-[0-9A-Z]{5}"

    def to_python(self, value: str) -> str:
        """The reference as written."""
        return value

    def to_url(self, value: str) -> str:
        """The reference as it stands in an address."""
        return value


register_converter(Reference, "matter_reference")

app_name = "matters"

urlpatterns = [
    path("", views.find, name="find"),
    path("frozen/", freeze_views.freezes, name="freezes"),
    path("exposures/", staff_views.exposures, name="exposures"),
    path("<matter_reference:reference>/", views.matter, name="matter"),
    path("<matter_reference:reference>/staff/", staff_views.staff, name="staff"),
    path("<matter_reference:reference>/assign/", staff_views.assign, name="assign"),
    path("<matter_reference:reference>/release/", staff_views.release, name="release"),
    path("<matter_reference:reference>/letter/", staff_views.letter, name="letter"),
    path("<matter_reference:reference>/report/", kastigar_views.kastigar, name="kastigar"),
]
