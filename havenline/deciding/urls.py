"""The addresses of holds: the screening's reference, and never what is held or why."""

from django.urls import path

from havenline.deciding import views

app_name = "deciding"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("to-decide/", views.to_decide, name="to_decide"),
    path("<str:reference>/", views.look, name="look"),
    path("<str:reference>/take/", views.take, name="take"),
    path("<str:reference>/decide/", views.decide, name="decide"),
]
