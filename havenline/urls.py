"""Every address of the office. Portal addresses tell nothing; desks stand under `/desk/`."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path, re_path

from havenline.protection.api import ROUTER as PROTECTIONS
from havenline.systems.api import new_api
from havenline.systems.errors import not_there
from havenline.web import views

handler400 = "havenline.web.views.refused"
handler403 = "havenline.web.views.not_found"
handler404 = "havenline.web.views.not_found"
handler500 = "havenline.web.views.went_wrong"

ROOMS = (
    ("", "reporting"),
    ("ledger/", "witness"),
    ("desk/", "staff"),
    ("desk/reports/", "casework"),
    ("desk/protected/", "protection"),
    ("desk/gate/", "charging"),
    ("desk/holds/", "deciding"),
    ("desk/oversight/", "oversight"),
    ("desk/matters/", "matters"),
    ("desk/wall/", "provenance"),
    ("desk/policy/", "counsel"),
    ("desk/requests/", "discovery"),
)

# The way out stands outside the languages: one address, the same for everybody.
urlpatterns: list[URLPattern | URLResolver] = [path("leave/", views.leave, name="leave")]
# Outside systems of the office: each room's router under its own prefix, and nothing else under `/api/`.
API = new_api({"/protections": PROTECTIONS})
urlpatterns += [
    path("api/v1/", not_there, name="api_top"),
    path("api/v1/", API.urls),
    re_path("^api/", not_there, name="api_not_there"),
]
urlpatterns += i18n_patterns(
    *(path(prefix, include(f"havenline.{room}.urls")) for prefix, room in ROOMS),
    prefix_default_language=False,
)
