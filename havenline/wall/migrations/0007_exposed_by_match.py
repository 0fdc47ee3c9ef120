from django.db import migrations, models


class Migration(migrations.Migration):
    """A look at a possible match exposes. The word that leaves was never written by any act."""

    dependencies = [
        ("wall", "0006_freezes"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="exposure",
            name="wall_exposure_is_known",
        ),
        migrations.AddConstraint(
            model_name="exposure",
            constraint=models.CheckConstraint(
                condition=models.Q(("object_kind__in", ("report", "protection", "match"))),
                name="wall_exposure_is_known",
            ),
        ),
    ]
