"""Every address of the office. Portal addresses tell nothing; desks stand under `/desk/`."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from havenline.web import views

handler400 = "havenline.web.views.refused"
handler403 = "havenline.web.views.not_found"
handler404 = "havenline.web.views.not_found"
handler500 = "havenline.web.views.went_wrong"

ROOMS = (
    ("", "reporting"),
    ("desk/", "staff"),
    ("desk/reports/", "casework"),
    ("desk/protected/", "protection"),
    ("desk/gate/", "charging"),
)

# The way out stands outside the languages: one address, the same for everybody.
urlpatterns: list[URLPattern | URLResolver] = [path("leave/", views.leave, name="leave")]
urlpatterns += i18n_patterns(
    *(path(prefix, include(f"havenline.{room}.urls")) for prefix, room in ROOMS),
    prefix_default_language=False,
)
