from django.db import migrations

from havenline.ledger import triggers


def refuse(apps, schema_editor):
    triggers.set_up(schema_editor.connection)


def allow(apps, schema_editor):
    triggers.remove(schema_editor.connection)


class Migration(migrations.Migration):
    """The database refuses to change or remove entries and nodes."""

    dependencies = [("ledger", "0001_entries_and_nodes")]

    operations = [migrations.RunPython(refuse, allow)]
