"""No field of the house is made for immigration status: no table, form, API, ledger entry or case file.

Policy C5 and C6. What has no place cannot be used against anybody, nor asked for by another agency.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import pytest
from django import forms
from django.apps import apps

import havenline
from havenline.ledger.acts import ACTS
from havenline.policy.vocabulary import schema
from havenline.urls import API

STATUS = re.compile(
    r"immigra|migrat(?:ion_|ory)|visa|alien|a_?number|national(?:ity|_id)|citizen|birth_?place|born_in|country"
    r"|passport|green_?card|undocumented|consul(?:ate|ar)|deport|removal|asylum|refugee",
    re.IGNORECASE,
)


def model_fields() -> Iterator[str]:
    for model in apps.get_models():
        for field in model._meta.get_fields():
            yield f"{model._meta.label}.{field.name}"


def form_fields() -> Iterator[str]:
    for module in walk_packages(havenline.__path__, "havenline."):
        if module.name.rpartition(".")[2].endswith("form") or "forms" in module.name:
            for thing in vars(import_module(module.name)).values():
                if isinstance(thing, type) and issubclass(thing, forms.Form):
                    yield from (f"{module.name}.{thing.__name__}.{name}" for name in thing.base_fields)


def api_properties() -> Iterator[str]:
    yield from _names(json.loads(json.dumps(API.get_openapi_schema(), default=str)), "api")


def _names(node: Any, path: str) -> Iterator[str]:
    if isinstance(node, dict):
        yield from (f"{path}.{name}" for name in node.get("properties", {}))
        for name, child in node.items():
            yield from _names(child, f"{path}.{name}")
    if isinstance(node, list):
        for child in node:
            yield from _names(child, path)


def ledger_details() -> Iterator[str]:
    for act, declared in ACTS.items():
        yield from (f"{act}.{name}" for name in declared.detail)


def case_file_facts() -> Iterator[str]:
    yield from _names({key: schema()["properties"][key] for key in ("person", "report")}, "case")


PLACES = {
    "models": model_fields,
    "forms": form_fields,
    "api": api_properties,
    "ledger": ledger_details,
    "case file": case_file_facts,
}


@pytest.mark.parametrize("place", PLACES)
def test_no_place_is_made_for_status(place: str) -> None:
    names = list(PLACES[place]())
    assert len(names) > 3, "the place was looked at"
    assert [name for name in names if STATUS.search(name.rpartition(".")[2])] == []
