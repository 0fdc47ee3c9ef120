import django.db.models.deletion
from uuid import uuid4

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('staff', '0002_roles_of_gate_and_counsel'),
    ]

    operations = [
        migrations.AddField(
            model_name='member',
            name='conduct',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.CreateModel(
            name='Factor',
            fields=[
                ('id', models.UUIDField(default=uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=10)),
                ('sealed', models.BinaryField()),
                ('last', models.BigIntegerField(default=0)),
                ('added', models.DateField()),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='factors', to='staff.member')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['phone', 'key', 'recovery'])), name='staff_factor_kind_is_known')],
            },
        ),
    ]
