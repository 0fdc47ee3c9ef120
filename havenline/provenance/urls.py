"""The addresses of the wall's pages: references of items, never a person."""

from django.urls import path, register_converter

from havenline.provenance import views


class Reference:
    """The reference of an item in an address: `W-` and five symbols."""

    regex = "W-[0-9A-Z]{5}"

    def to_python(self, value: str) -> str:
        """The reference as written."""
        return value

    def to_url(self, value: str) -> str:
        """The reference as it stands in an address."""
        return value


register_converter(Reference, "item_reference")

app_name = "provenance"

urlpatterns = [
    path("", views.wall, name="wall"),
    path("later/", views.later, name="later"),
    path("<item_reference:reference>/", views.item, name="item"),
    path("<item_reference:reference>/source/", views.attest, name="attest"),
    path("<item_reference:reference>/person/", views.person, name="person"),
    path("<item_reference:reference>/prov.json", views.export, name="export"),
    path("<item_reference:reference>/sources/<int:number>/approve/", views.approve, name="approve"),
    path("<item_reference:reference>/sources/<int:number>/retract/", views.retract, name="retract"),
]
