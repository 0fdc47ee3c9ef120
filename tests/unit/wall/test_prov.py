"""Where things came from is told in W3C PROV, and a reader of PROV understands it; nobody is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest
from django.utils import timezone
from prov.model import ProvDerivation, ProvDocument, ProvEntity, ProvInvalidation

from havenline.staff.models import Member
from havenline.vault.models import Subject
from havenline.wall import prov, routes
from havenline.wall.models import Item

pytestmark = pytest.mark.usefixtures("office")
Add = Callable[..., Item]
NOW = timezone.now()


def read(told: prov.Json) -> ProvDocument:
    return ProvDocument.deserialize(content=json.dumps(told), format="json")


def test_a_reader_of_prov_understands_it(person: Subject, add: Add, sol: Member, fern: Member) -> None:
    told = add("own_statement", given_by=person, obtained=date(2026, 10, 1))
    lead = add(derived_from=[told, add("video")])
    add()
    source = routes.attest(
        lead.ref, basis="public", day=date(2026, 9, 1), finder=None, by=sol, at=NOW, resting_on=[add().ref]
    )
    routes.approve(source.pk, by=fern, at=NOW)
    routes.retract(source.pk, by=sol, at=NOW)
    document = prov.document([lead])
    found = read(document)
    entities = {str(one.identifier) for one in found.get_records(ProvEntity)}
    assert len(entities) == 5
    assert {f"hl:{told.ref}", f"hl:{lead.ref}", f"hl:source-{source.pk}"} <= entities
    derived = [dict(one.formal_attributes) for one in found.get_records(ProvDerivation)]
    assert len(derived) == 3
    assert len(list(found.get_records(ProvInvalidation))) == 1
    assert document["entity"][f"hl:source-{source.pk}"]["hl:counts"] is False
    assert document["entity"][f"hl:{told.ref}"]["hl:obtained"] == {"$": "2026-10-01", "type": "xsd:date"}
    # The same statements when written again by the other tool.
    assert read(json.loads(found.serialize(format="json"))) == found


def test_persons_are_numbers_of_the_export(person: Subject, add: Add) -> None:
    told = add("own_statement", given_by=person)
    document = prov.document([add(derived_from=[told, add(given_by=Subject.objects.create())])])
    assert set(document["agent"]) == {"hl:person-1", "hl:person-2"}
    assert str(person.id) not in json.dumps(document)


def test_everything_is_all_there_is(add: Add) -> None:
    made = [add(), add(), add()]
    assert set(prov.everything()["entity"]) == {f"hl:{item.ref}" for item in made}
    assert prov.document([]) == {"prefix": {"hl": "urn:havenline:"}}
