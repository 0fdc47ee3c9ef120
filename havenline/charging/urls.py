"""Addresses of the gate's desk: references only, never a name, a case number or an answer."""

from django.urls import path

from havenline.charging import views

app_name = "charging"
urlpatterns = [
    path("", views.screenings, name="screenings"),
    path("ask/", views.ask, name="ask"),
    path("<str:reference>/", views.answer, name="answer"),
    path("<str:reference>/memo/", views.memo, name="memo"),
]
