"""The addresses at the door of the desks."""

from django.urls import path

from havenline.staff import own_views, second_views, views

app_name = "staff"

urlpatterns = [
    path("", views.sign_in, name="sign_in"),
    path("second/", second_views.second, name="second"),
    path("first/", second_views.first, name="first"),
    path("again/", second_views.again, name="again"),
    path("home/", views.home, name="home"),
    path("lock/", views.lock, name="lock"),
    path("conduct/", own_views.conduct_page, name="conduct"),
    path("own/", own_views.own, name="own"),
    path("own/end/", own_views.end_session, name="end_session"),
    path("own/add/", own_views.add, name="add"),
    path("own/remove/", own_views.remove, name="remove"),
    path("own/recovery/", own_views.recovery, name="recovery"),
]
