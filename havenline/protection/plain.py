"""Lets the values of the gate travel as JSON and come back equal, or be refused: nothing is guessed."""

from __future__ import annotations

import dataclasses
import types
import typing
from typing import Any, TypeVar

T = TypeVar("T")


class ShapeWrong(Exception):  # noqa: N818 - named for what the reader met
    """Something is not of the shape or list it has to be. Names the field, never its content."""

    def __init__(self, message: str, *, hint: str) -> None:
        super().__init__(f"{message}: {hint}")


def check_word(owner: object, field: str, legal: tuple[str, ...]) -> None:
    """Raise ShapeWrong unless the field of `owner` holds one of the `legal` words."""
    if getattr(owner, field) not in legal:
        raise ShapeWrong(f"`{field}` has no legal value", hint=f"legal values: {', '.join(legal)}")


def written(value: object) -> Any:
    """A frozen dataclass as dictionaries, lists, texts and truth values; `read` brings it back."""
    if dataclasses.is_dataclass(value):
        return {field.name: written(getattr(value, field.name)) for field in dataclasses.fields(value)}
    return [written(part) for part in value] if isinstance(value, tuple) else value


def read(kind: type[T], plain: object) -> T:
    """The dataclass `kind` that `written` made; raises ShapeWrong for any other key, type or value.

    Fields that are absent take their default; so an older keeper's row is still read.
    """
    if not isinstance(plain, dict):
        raise ShapeWrong(f"`{kind.__name__}` is no mapping", hint="see the case file's vocabulary")
    hints = _hints(kind)
    for name in plain:
        if name not in hints:
            # The name itself is not repeated: whoever sends it may have put anything there.
            raise ShapeWrong(f"`{kind.__name__}` has an unknown field", hint=f"fields: {', '.join(hints)}")
    try:
        return kind(**{name: _read(hints[name], part, name) for name, part in plain.items()})
    except TypeError:
        raise ShapeWrong(f"`{kind.__name__}` lacks a field", hint=f"fields: {', '.join(hints)}") from None


_HINTS: dict[type[Any], dict[str, Any]] = {}


def _hints(kind: type[Any]) -> dict[str, Any]:
    if kind not in _HINTS:
        _HINTS[kind] = typing.get_type_hints(kind)
    return _HINTS[kind]


def _read(hint: Any, part: object, name: str) -> Any:
    if dataclasses.is_dataclass(hint):
        return read(typing.cast("type[Any]", hint), part)
    if isinstance(hint, types.UnionType):
        return None if part is None else _read(typing.get_args(hint)[0], part, name)
    if typing.get_origin(hint) is tuple:
        return _read_tuple(typing.get_args(hint), part, name)
    if type(part) is not hint:
        raise ShapeWrong(f"`{name}` is of another kind", hint=f"a {hint.__name__}")
    return part


def _read_tuple(kinds: tuple[Any, ...], part: object, name: str) -> tuple[Any, ...]:
    if not isinstance(part, list):
        raise ShapeWrong(f"`{name}` is no list", hint="a list")
    if kinds[-1] is Ellipsis:
        return tuple(_read(kinds[0], one, name) for one in part)
    if len(part) != len(kinds):
        raise ShapeWrong(f"`{name}` holds an entry of another length", hint=f"{len(kinds)} parts")
    return tuple(_read(kind, one, name) for kind, one in zip(kinds, part, strict=True))
