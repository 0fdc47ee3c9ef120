"""Addresses for outsiders. Below the page they follow C2SP tlog-tiles, which ends no file with a slash."""

from django.urls import path

from havenline.witness import views

app_name = "witness"
urlpatterns = [
    path("", views.page, name="page"),
    path("checkpoint", views.checkpoint, name="checkpoint"),
    path("since/<int:size>", views.since, name="since"),
    path("tile/<int:level>/<path:place>", views.tile, name="tile"),
    path("check.py", views.verifier, name="verifier"),
]
