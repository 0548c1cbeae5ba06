"""JSON Schema (draft 2020-12) of the documents, made from their types in `schema.py`.

Descriptions are the docstrings of the types. Keys may be added without a new schema number, so that additional
properties are allowed.
"""

import inspect
import types
from typing import Any, NotRequired, get_args, get_origin, get_type_hints, is_typeddict

from sensorcoach.report.schema import AnalysisDocument, ComparisonDocument

DIALECT = "https://json-schema.org/draft/2020-12/schema"
DOCUMENTS: dict[str, type] = {"analysis": AnalysisDocument, "comparison": ComparisonDocument}
"""Types of the documents by the name in their `schema` key, `sensorcoach.NAME/1`."""

_PRIMITIVES: dict[object, str] = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    types.NoneType: "null",
}
Schema = dict[str, Any]


def make_json_schema(name: str) -> Schema:
    """The JSON Schema of the document called `name`, one of `DOCUMENTS`."""
    definitions: dict[str, Schema] = {}
    root = _describe_document(DOCUMENTS[name], definitions)
    return {"$schema": DIALECT, "title": f"sensorcoach.{name}/1", **root, "$defs": dict(sorted(definitions.items()))}


def _describe_document(document: type, definitions: dict[str, Schema]) -> Schema:
    hints = get_type_hints(document, include_extras=True)
    required = [key for key, hint in hints.items() if get_origin(hint) is not NotRequired]
    return {
        "description": _join_lines(inspect.cleandoc(document.__doc__ or "")),
        "type": "object",
        "properties": {key: _describe(hint, definitions) for key, hint in hints.items()},
        "required": required,
    }


def _join_lines(text: str) -> str:
    """The text with one line a paragraph."""
    return "\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n"))


def _describe(hint: Any, definitions: dict[str, Schema]) -> Schema:  # noqa: ANN401 - a type expression has no type
    """The schema of one type; a document goes into `definitions` and is referred to."""
    if is_typeddict(hint):
        name = hint.__name__
        if name not in definitions:
            definitions[name] = _describe_document(hint, definitions)
        return {"$ref": f"#/$defs/{name}"}
    if hint in _PRIMITIVES:
        return {"type": _PRIMITIVES[hint]}
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is NotRequired:
        return _describe(arguments[0], definitions)
    if origin is list:
        return {"type": "array", "items": _describe(arguments[0], definitions)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _describe(arguments[1], definitions)}
    if origin is types.UnionType:
        return {"anyOf": [_describe(argument, definitions) for argument in arguments]}
    raise TypeError(f"no JSON type for {hint}")
