"""The addresses of the portal: words that tell nothing to who reads them in a history or over a shoulder."""

from django.urls import path

from havenline.reporting.views import check, own, start, steps, thread

app_name = "reporting"
urlpatterns = [
    path("", start.start, name="start"),
    path("read/", start.promise, name="promise"),
    path("first/", check.check, name="check"),
    path("next/", steps.step, name="step"),
    path("open/", thread.come_back, name="come_back"),
    path("page/", thread.thread, name="thread"),
    path("page/more/", own.own_page, name="own"),
]
