"""An API with one operation that writes a row, to try what all operations share."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.urls import path
from django.utils import timezone
from ninja import Router, Schema

from havenline.systems.api import new_api
from havenline.systems.calls import ONCE, OneCall, once
from havenline.systems.door import ApiRequest, Scoped
from havenline.systems.errors import REFUSALS
from havenline.systems.models import System

router = Router(auth=Scoped("cases:write"))


class ThingIn(Schema, extra="forbid"):
    name: str


class ThingOut(Schema):
    name: str
    count: int


@router.post("", response={201: ThingOut, **REFUSALS}, openapi_extra=dict(ONCE))
@once
def make(request: ApiRequest, body: ThingIn, call: OneCall) -> None:
    with transaction.atomic():
        System.objects.create(name=body.name, added_at=timezone.now())
        call.keep(201, {"name": body.name, "count": System.objects.count()})
    if body.name == "Fall":
        raise RuntimeError("words of a person")


API = new_api({"/things": router})
urlpatterns: list[Any] = [path("api/v1/", API.urls)]
