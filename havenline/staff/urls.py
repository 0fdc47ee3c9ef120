"""The addresses at the door of the desks."""

from django.urls import path

from havenline.staff import views

app_name = "staff"

urlpatterns = [
    path("", views.sign_in, name="sign_in"),
    path("home/", views.home, name="home"),
    path("lock/", views.lock, name="lock"),
]
