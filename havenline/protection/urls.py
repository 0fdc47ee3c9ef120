"""Addresses of the desk for protected persons; none tells of whom."""

from django.urls import path

from havenline.protection import views

app_name = "protection"
urlpatterns = [
    path("", views.enter, name="enter"),
    path("entered/", views.entered, name="entered"),
]
