import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('vault', '0001_keys_and_sessions'),
        ('wall', '0002_matters'),
    ]

    operations = [
        migrations.CreateModel(
            name='Alarm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('found', models.CharField(max_length=10)),
                ('rows', models.BigIntegerField()),
                ('times', models.BigIntegerField(default=1)),
                ('first_at', models.DateTimeField()),
                ('last_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Basis',
            fields=[
                ('route', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='basis', serialize=False, to='wall.route')),
                ('word', models.CharField(max_length=20)),
                ('day', models.DateField()),
                ('finder', models.UUIDField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Giver',
            fields=[
                ('number', models.BigAutoField(primary_key=True, serialize=False)),
                ('subject', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vault.subject')),
            ],
        ),
        migrations.CreateModel(
            name='Giving',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='givings', to='wall.item')),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vault.subject')),
            ],
        ),
        migrations.CreateModel(
            name='RouteEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('route', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='wall.route')),
                ('what', models.CharField(max_length=10)),
                ('by', models.UUIDField()),
                ('attester', models.UUIDField()),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Taint',
            fields=[
                ('pk', models.CompositePrimaryKey('item', 'giver', blank=True, editable=False, primary_key=True, serialize=False)),
                ('giver', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wall.giver')),
                ('item', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wall.item')),
            ],
        ),
        migrations.CreateModel(
            name='Turn',
            fields=[
                ('id', models.SmallIntegerField(primary_key=True, serialize=False)),
            ],
        ),
        migrations.CreateModel(
            name='Unfinished',
            fields=[
                ('item', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='wall.item')),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='routeparent',
            name='wall_parent_entered_before',
        ),
        migrations.AlterField(
            model_name='routeparent',
            name='item',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wall.item'),
        ),
        migrations.AlterField(
            model_name='routeparent',
            name='parent',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='wall.item'),
        ),
        migrations.AlterField(
            model_name='routeparent',
            name='route',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='parents', to='wall.route'),
        ),
        migrations.AddIndex(
            model_name='routeparent',
            index=models.Index(fields=['item', 'route', 'parent'], name='wall_upward'),
        ),
        migrations.AddIndex(
            model_name='routeparent',
            index=models.Index(fields=['parent', 'item'], name='wall_downward'),
        ),
        migrations.AddConstraint(
            model_name='route',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'derived')), fields=('item',), name='wall_one_derived_route'),
        ),
        migrations.AddIndex(
            model_name='route',
            index=models.Index(condition=models.Q(('kind', 'independent')), fields=['item'], name='wall_independent'),
        ),
        migrations.AddConstraint(
            model_name='routeparent',
            constraint=models.CheckConstraint(condition=models.Q(('parent', models.F('item')), _negated=True), name='wall_no_item_its_own_parent'),
        ),
        migrations.AddConstraint(
            model_name='alarm',
            constraint=models.CheckConstraint(condition=models.Q(('found__in', ['gate', 'night'])), name='wall_alarm_is_known'),
        ),
        migrations.AddConstraint(
            model_name='alarm',
            constraint=models.UniqueConstraint(condition=models.Q(('settled_at', None)), fields=('found',), name='wall_one_open_alarm_of_each'),
        ),
        migrations.AddConstraint(
            model_name='basis',
            constraint=models.CheckConstraint(condition=models.Q(('word__in', ('held_before', 'other_agency', 'other_person', 'public', 'entered_by_mistake'))), name='wall_basis_is_known'),
        ),
        migrations.AddConstraint(
            model_name='giving',
            constraint=models.UniqueConstraint(fields=('item', 'subject'), name='wall_given_once_by_each'),
        ),
        migrations.AddConstraint(
            model_name='routeevent',
            constraint=models.UniqueConstraint(fields=('route', 'what'), name='wall_each_event_once'),
        ),
        migrations.AddConstraint(
            model_name='routeevent',
            constraint=models.CheckConstraint(condition=models.Q(('what__in', ['attested', 'approved', 'retracted'])), name='wall_event_is_known'),
        ),
        migrations.AddConstraint(
            model_name='routeevent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('what', 'approved'), _negated=True), models.Q(('by', models.F('attester')), _negated=True), _connector='OR'), name='wall_approved_by_a_second_person'),
        ),
        migrations.AddIndex(
            model_name='taint',
            index=models.Index(fields=['giver', 'item'], name='wall_barred_against'),
        ),
    ]
