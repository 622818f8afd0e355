"""A small validator for JSON schemas: the words that ours use, and a refusal of those that it does not know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}
_KNOWN = {
    *("$schema", "$id", "$defs", "$ref", "title", "description", "type", "properties", "required"),
    *("additionalProperties", "items", "minItems", "maxItems", "minimum", "enum", "const", "anyOf"),
}


def faults(value: Any, schema: dict[str, Any], root: dict[str, Any] | None = None, at: str = "$") -> Iterator[str]:  # noqa: ANN401
    """Yield where a value is not as its schema (JSON Schema 2020-12) wants it."""
    root = schema if root is None else root
    assert set(schema) <= _KNOWN, f"words of JSON Schema that are not known here: {set(schema) - _KNOWN}"
    if "$ref" in schema:
        yield from faults(value, root["$defs"][schema["$ref"].removeprefix("#/$defs/")], root, at)
    if "anyOf" in schema and all(list(faults(value, each, root, at)) for each in schema["anyOf"]):
        yield f"{at}: none of the alternatives"
    if "const" in schema and value != schema["const"]:
        yield f"{at}: {value!r} is not {schema['const']!r}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{at}: {value!r} is none of {schema['enum']}"
    if "type" in schema and not _is_of_type(value, schema["type"]):
        yield f"{at}: {value!r} is no {schema['type']}"
        return
    if "minimum" in schema and isinstance(value, int | float) and value < schema["minimum"]:
        yield f"{at}: {value!r} is below {schema['minimum']}"
    if isinstance(value, dict):
        yield from _of_object(value, schema, root, at)
    if isinstance(value, list):
        yield from _of_array(value, schema, root, at)


def _is_of_type(value: object, types: str | list[str]) -> bool:
    names = [types] if isinstance(types, str) else types
    if isinstance(value, bool):
        return "boolean" in names
    return any(isinstance(value, _TYPES[name]) for name in names)


def _of_object(value: dict[str, Any], schema: dict[str, Any], root: dict[str, Any], at: str) -> Iterator[str]:
    properties = schema.get("properties", {})
    yield from (f"{at}: {name} is missing" for name in schema.get("required", ()) if name not in value)
    for name, each in value.items():
        if name in properties:
            yield from faults(each, properties[name], root, f"{at}.{name}")
        elif schema.get("additionalProperties") is False:
            yield f"{at}: {name} is not foreseen"


def _of_array(value: list[Any], schema: dict[str, Any], root: dict[str, Any], at: str) -> Iterator[str]:
    if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
        yield f"{at}: {len(value)} items"
    for index, each in enumerate(value):
        yield from faults(each, schema.get("items", {}), root, f"{at}[{index}]")
