"""The addresses of oversight: they name nobody."""

from django.urls import path

from havenline.oversight import views

app_name = "oversight"
urlpatterns = [
    path("", views.review, name="review"),
    path("canaries/", views.canaries, name="canaries"),
]
