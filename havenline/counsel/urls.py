"""The addresses of the policy: ids of packs and readings, never a fact of a case."""

from django.urls import path, register_converter

from havenline.counsel import views


class PackId:
    """The id of a pack in an address, or of a reading: small letters, digits, dots and dashes."""

    regex = "[a-z0-9][a-z0-9.-]{0,59}"

    def to_python(self, value: str) -> str:
        """The id as written."""
        return value

    def to_url(self, value: str) -> str:
        """The id as it stands in an address."""
        return value


class InterpretationId(PackId):
    """The id of an interpretation: `I-03`."""

    regex = "[A-Z]{1,3}-[0-9]{1,3}"


register_converter(PackId, "pack_id")
register_converter(InterpretationId, "interpretation")

app_name = "counsel"

urlpatterns = [
    path("", views.packs, name="packs"),
    path("<pack_id:pack>/", views.pack, name="pack"),
    path("<pack_id:pack>/readings/", views.readings, name="readings"),
    path("<pack_id:pack>/readings/<interpretation:which>/<pack_id:reading>/", views.change, name="change"),
    path("<pack_id:pack>/readings/<interpretation:which>/<pack_id:reading>/sign/", views.sign, name="sign"),
    path("<pack_id:pack>/readings/signed/<uuid:signature>/", views.record, name="record"),
    path("<pack_id:pack>/beside/<pack_id:other>/", views.beside, name="beside"),
    path("<pack_id:pack>/try/", views.try_it, name="try"),
]
