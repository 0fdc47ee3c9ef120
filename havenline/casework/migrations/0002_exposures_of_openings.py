from django.db import migrations


def expose(apps, schema_editor):
    """Whoever opened a report before exposures were kept is exposed from that opening on."""
    opening, report = apps.get_model("vault", "Opening"), apps.get_model("reporting", "Report")
    exposure = apps.get_model("wall", "Exposure")
    rows = opening.objects.filter(object_kind="report").order_by("at", "entry")
    for one in rows.iterator(1000):
        found = report.objects.filter(id=one.object_id).first()
        if found is not None:
            exposure.objects.get_or_create(
                member=one.by,
                subject_id=found.subject_id,
                defaults={"object_kind": "report", "object_id": found.id, "at": one.at},
            )


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0001_findings'),
        ('reporting', '0001_reports_and_letters'),
        ('vault', '0001_keys_and_sessions'),
        ('wall', '0005_exposures'),
    ]

    # Not undone: what was read cannot be unread; the table goes with the wall's own migration.
    operations = [migrations.RunPython(expose, migrations.RunPython.noop)]
