"""The addresses of requests from outside."""

from django.urls import path

from havenline.discovery import views

app_name = "discovery"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("new/", views.enter, name="enter"),
    path("<str:reference>/", views.request_page, name="request"),
    path("<str:reference>/agree/", views.agree, name="agree"),
    path("<str:reference>/letter/", views.letter, name="letter"),
    path("<str:reference>/answer/", views.answer, name="answer"),
    path("<str:reference>/anew/", views.anew, name="anew"),
]
