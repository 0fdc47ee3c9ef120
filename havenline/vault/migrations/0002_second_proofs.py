from uuid import uuid4

import django.utils.timezone
from django.db import migrations, models


def end_sessions(apps, schema_editor):
    """A session of before holds no second proof: everybody signs in anew."""
    apps.get_model("vault", "StaffSession").objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ('vault', '0001_keys_and_sessions'),
    ]

    operations = [
        migrations.RunPython(end_sessions, end_sessions),
        migrations.CreateModel(
            name='PendingSignIn',
            fields=[
                ('id', models.UUIDField(default=uuid4, editable=False, primary_key=True, serialize=False)),
                ('member', models.UUIDField(db_index=True)),
                ('key', models.UUIDField()),
                ('sealed', models.BinaryField()),
                ('challenge', models.BinaryField()),
                ('expires', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.AddField(
            model_name='staffsession',
            name='challenge',
            field=models.BinaryField(default=b''),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='staffsession',
            name='proven_at',
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
    ]
