"""The addresses of those who read reports: references, never a word of a report."""

from django.urls import path, register_converter

from havenline.casework import (
    consent_views,
    handed_views,
    handing_views,
    link_views,
    moving_views,
    task_views,
    views,
)


class Reference:
    """The reference of a report in an address: `R-` and six symbols."""

    regex = "R-[0-9A-Z]{6}"

    def to_python(self, value: str) -> str:
        """The reference as written."""
        return value

    def to_url(self, value: str) -> str:
        """The reference as it stands in an address."""
        return value


class TransitionReference(Reference):
    """The reference of what goes to somebody: `T-` and six symbols."""

    regex = "T-[0-9A-Z]{6}"


register_converter(Reference, "report_reference")
register_converter(TransitionReference, "transition_reference")

app_name = "casework"

urlpatterns = [
    path("", views.queue, name="queue"),
    path("handed/", handed_views.queue, name="handed_queue"),
    path("handed/<transition_reference:reference>/", handed_views.page, name="handed"),
    path("handed/<transition_reference:reference>/answer/", handed_views.answer, name="handed_answer"),
    path("handed/<transition_reference:reference>/tell/", handed_views.tell, name="handed_tell"),
    path("handed/<transition_reference:reference>/found/", handed_views.found, name="handed_found"),
    path("to-do/", task_views.to_do, name="to_do"),
    path("to-do/done/", task_views.finish, name="task_done"),
    path("<report_reference:reference>/task/", task_views.keep, name="task"),
    path("benefits/", handed_views.benefits, name="benefits"),
    path("<report_reference:reference>/", views.report, name="report"),
    path("<report_reference:reference>/answer/", views.answer, name="answer"),
    path("<report_reference:reference>/complete/", views.complete, name="complete"),
    path("<report_reference:reference>/move/", moving_views.move, name="move"),
    path("<report_reference:reference>/assign/", moving_views.assign, name="assign"),
    path("<report_reference:reference>/asked/", moving_views.take_on, name="take_on"),
    path("<report_reference:reference>/asked/end/", moving_views.call_back, name="call_back"),
    path("<report_reference:reference>/note/", moving_views.add_note, name="note"),
    path("<report_reference:reference>/reach/", moving_views.reach, name="reach"),
    path("<report_reference:reference>/narrow/", moving_views.narrow, name="narrow"),
    path("<report_reference:reference>/consent/", consent_views.write_down, name="consent"),
    path("<report_reference:reference>/consent/end/", consent_views.take_back, name="take_back"),
    path("<report_reference:reference>/hand/", handing_views.hand, name="hand"),
    path("<report_reference:reference>/hand/move/", handing_views.move, name="hand_move"),
    path("<report_reference:reference>/hand/paper/", handing_views.paper_to_sign, name="hand_paper"),
    path("<report_reference:reference>/hand/file/", handing_views.export, name="hand_file"),
    path("<report_reference:reference>/link/", link_views.link, name="link"),
    path("<report_reference:reference>/link/change/", link_views.change, name="link_change"),
    path("<report_reference:reference>/found/", views.add_item, name="found"),
]
