"""The two schemas as a validator of somebody else's making reads them."""

from __future__ import annotations

import json
from datetime import date
from importlib.resources import files

import jsonschema

_FORMATS = jsonschema.FormatChecker(formats=())


@_FORMATS.checks("date", raises=ValueError)
def _is_day(value: object) -> bool:
    return not isinstance(value, str) or bool(date.fromisoformat(value))


def _validator(name: str) -> jsonschema.Draft202012Validator:
    text = files("havenline.policy").joinpath(f"{name}.schema.json").read_text("utf-8")
    return jsonschema.Draft202012Validator(json.loads(text), format_checker=_FORMATS)


CASE_FILE = _validator("case-file")
VERDICT = _validator("verdict")
