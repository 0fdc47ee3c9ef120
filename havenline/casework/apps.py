"""The room of those who read reports."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """The queue, the reading page and what is done from it."""

    name = "havenline.casework"
    label = "casework"
    verbose_name = "Casework"

    def ready(self) -> None:
        """Tell the navigation how many reports nobody has opened yet; end assignments with a withdrawal."""
        from havenline.casework import moving, passed, queries, tasking
        from havenline.reporting import leaving, passing
        from havenline.staff import places
        from havenline.staff.models import Member

        places.count_with("casework:queue", lambda member: queries.count_new())
        places.count_with(
            "casework:handed_queue",
            lambda member: passed.count_asked(member) if isinstance(member, Member) else 0,
        )
        places.count_with(
            "casework:to_do",
            lambda member: tasking.count_due(member) if isinstance(member, Member) else 0,
        )
        leaving.when_withdrawn(moving.end_of)
        leaving.when_withdrawn(tasking.end_of)
        passing.when_taken_back(tasking.ask_to_destroy)
