"""Each report gets a state; one the office has answered already was acknowledged by that."""

import django.db.models.deletion
from django.db import migrations, models


def _answered_are_acknowledged(apps, schema_editor):
    report = apps.get_model("reporting", "Report")
    letter = apps.get_model("reporting", "Letter")
    answered = letter.objects.filter(from_office=True).values("report_id")
    report.objects.filter(id__in=answered).update(state="acknowledged")


class Migration(migrations.Migration):
    dependencies = [("reporting", "0002_queue_in_order")]

    operations = [
        migrations.AddField("report", "state", models.CharField(default="received", max_length=12)),
        migrations.AddField("report", "is_open", models.BooleanField(default=True)),
        migrations.RunPython(_answered_are_acknowledged, migrations.RunPython.noop),
    ]
