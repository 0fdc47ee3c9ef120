"""Every operation of the API: found by its own description, and closed to whoever shows no token for it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from havenline.systems.scopes import SCOPES
from tests.people import Office
from tests.systems import CaseSystem

# Address and method -> the scope it needs; a new operation without a line here fails.
DECLARED = {
    "get /api/v1/token": "",
    "post /api/v1/protections": "protections:write",
}


def description() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Client().get("/api/v1/openapi.json").content)
    return found


def operations() -> list[str]:
    return [f"{method} {path}" for path, methods in description()["paths"].items() for method in methods]


def call(name: str, token: str, method: str = "") -> Any:
    declared, path = name.split()
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    asked = getattr(Client(), method or declared)
    return asked(path.replace("{", "").replace("}", ""), content_type="application/json", headers=headers)


def test_every_operation_is_declared() -> None:
    assert sorted(operations()) == sorted(DECLARED)


@pytest.mark.parametrize("name", sorted(DECLARED))
def test_an_operation_needs_its_own_scope(office: Office, name: str) -> None:
    """No token, a made-up one and those of every other scope: the same bytes."""
    others = [CaseSystem(scope, name=f"S{number}").token for number, scope in enumerate(SCOPES)]
    if DECLARED[name]:
        others.pop(list(SCOPES).index(DECLARED[name]))
    else:
        others = []
    answers = [call(name, token) for token in ("", "hvl_" + "A" * 43, *others)]
    assert {(one.status_code, one.content) for one in answers} == {(401, answers[0].content)}


@pytest.mark.parametrize("name", sorted(DECLARED))
def test_another_way_of_asking_is_refused_in_json(db: None, name: str) -> None:
    path = name.split()[1]
    allowed = set(description()["paths"][path])
    for method in {"get", "post", "put", "delete", "patch", "head", "options"} - allowed:
        found = call(name, "", method)
        assert found.status_code == 405, method
        assert found.headers["Content-Type"].startswith("application/json")
        assert {one.lower() for one in found.headers["Allow"].split(", ")} == allowed


@pytest.mark.parametrize("name", sorted(DECLARED))
def test_every_answer_an_operation_gives_is_described(name: str) -> None:
    method, path = name.split()
    described = description()["paths"][path][method]["responses"]
    assert {"401", "429", "503"} <= described.keys()


@pytest.mark.parametrize("path", ["", "docs", "nothing", "v1", "v1/", "v1/docs", "v1/token/", "v1/token/x"])
def test_what_is_not_there_is_said_in_json(db: None, path: str) -> None:
    found = Client().get(f"/api/{path}")
    assert (found.status_code, json.loads(found.content)["errors"][0]["code"]) == (404, "not_there")


def test_the_description_leads_to_nobody_else(db: None) -> None:
    assert "http" not in json.dumps(description()).replace('"scheme": "bearer"', "").replace(
        '"type": "http"', ""
    )
