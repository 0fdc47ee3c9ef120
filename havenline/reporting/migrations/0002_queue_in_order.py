"""The queue is read in the order of day and reference, page by page, without sorting all of it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_reports_and_letters")]

    operations = [
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["day", "reference"], name="reporting_report_in_order"),
        ),
    ]
