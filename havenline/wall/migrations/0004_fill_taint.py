from django.db import migrations


def fill(apps, schema_editor):
    """Reckon the rows of what entered before rows were kept: parents had lower numbers then."""
    Item, Route = apps.get_model('wall', 'Item'), apps.get_model('wall', 'Route')
    RouteParent = apps.get_model('wall', 'RouteParent')
    Giver, Taint = apps.get_model('wall', 'Giver'), apps.get_model('wall', 'Taint')
    givers, rows = {}, {}
    parents = {}
    for route, parent in RouteParent.objects.values_list('route', 'parent'):
        parents.setdefault(route, set()).add(parent)
    ways = {}
    for route, item, kind, approved in Route.objects.values_list('id', 'item', 'kind', 'approved'):
        if kind == 'derived' or approved:
            ways.setdefault(item, []).append(parents.get(route, set()))
    for number, subject in Item.objects.order_by('number').values_list('number', 'given_by'):
        found = [set().union(*(rows.get(parent, set()) for parent in way)) for way in ways.get(number, ())]
        barred = set.intersection(*found) if found else set()
        if subject:
            if subject not in givers:
                givers[subject] = Giver.objects.create(subject_id=subject).number
            barred.add(givers[subject])
        if barred:
            rows[number] = barred
    Taint.objects.bulk_create(
        [Taint(item_id=number, giver_id=one) for number, barred in rows.items() for one in sorted(barred)],
        batch_size=400,
    )


class Migration(migrations.Migration):

    dependencies = [
        ('wall', '0003_taint_and_independent_sources'),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
