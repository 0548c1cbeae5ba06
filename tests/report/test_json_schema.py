"""The JSON Schema of the documents: the file in docs, the command, and the documents themselves agree."""

import json
from pathlib import Path
from typing import Any, cast

import pytest

from sensorcoach.cli.main import run
from sensorcoach.report.json_schema import DOCUMENTS, make_json_schema

ROOT = Path(__file__).parents[2]
RECORDING = str(ROOT / "recordings" / "glute-bridge-faulty.mcap")
Streams = pytest.CaptureFixture[str]
Schema = dict[str, Any]

CHECKS = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "null": type(None)}


def check(value: object, schema: Schema, whole: Schema, path: str = "$") -> None:
    """Raise AssertionError where the value does not have the schema; handles only the keywords in use."""
    if "$ref" in schema:
        check(value, whole["$defs"][schema["$ref"].removeprefix("#/$defs/")], whole, path)
    elif "anyOf" in schema:
        assert any(fits(value, one, whole) for one in schema["anyOf"]), path
    elif schema["type"] == "array":
        assert isinstance(value, list), path
        for at, item in enumerate(cast("list[Any]", value)):
            check(item, schema["items"], whole, f"{path}[{at}]")
    elif schema["type"] == "object":
        assert isinstance(value, dict), path
        entries = cast("dict[str, Any]", value)
        assert set(schema.get("required", ())) <= set(entries), path
        for key, item in entries.items():
            inner = schema.get("properties", {}).get(key) or schema.get("additionalProperties")
            assert inner, f"{path}.{key} is not in the schema"
            check(item, inner, whole, f"{path}.{key}")
    else:
        assert isinstance(value, CHECKS[schema["type"]]), path
        assert schema["type"] == "boolean" or not isinstance(value, bool), path


def fits(value: object, schema: Schema, whole: Schema) -> bool:
    """Return whether the value has the schema."""
    try:
        check(value, schema, whole)
    except AssertionError:
        return False
    return True


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_the_file_in_docs_is_what_the_command_prints(name: str, capsys: Streams):
    """`sensorcoach schema NAME > docs/schema/NAME.schema.json` rewrites the file."""
    assert run(["schema", name]) == 0
    printed = capsys.readouterr().out
    assert printed == (ROOT / "docs" / "schema" / f"{name}.schema.json").read_text(encoding="utf-8")
    assert json.loads(printed)["$schema"].endswith("2020-12/schema")


@pytest.mark.parametrize(
    ("name", "arguments", "status"),
    [
        ("analysis", [RECORDING], 0),
        ("analysis", ["--armed", "--set", "momentum.peak_ratio=2.0", RECORDING], 0),
        ("analysis", ["missing.csv"], 1),
        ("comparison", ["--compare", "--set", "momentum.peak_ratio=1.0", RECORDING], 0),
        ("comparison", ["--compare", "--set", "momentum.peak_ratio=1.0", "missing.csv"], 1),
    ],
)
def test_documents_have_the_schema(name: str, arguments: list[str], status: int, capsys: Streams):
    """What the program prints is what the schema says, every key of it."""
    assert run(["analyze", "--json", *arguments]) == status
    schema = make_json_schema(name)
    document = json.loads(capsys.readouterr().out)
    check(document, schema, schema)
    assert document["schema"] == schema["title"]


@pytest.mark.parametrize(
    "change", [{"sets": None}, {"extra": 1}, {"placement": 3}, {"limits": {"a": "b"}}, {"signal": {"quality": "ok"}}]
)
def test_a_wrong_document_does_not_have_the_schema(change: Schema, capsys: Streams):
    """The check above notices a wrong type, a missing key and an unknown one."""
    run(["analyze", "--json", RECORDING])
    schema = make_json_schema("analysis")
    document = {**json.loads(capsys.readouterr().out), **change}
    assert not fits(document, schema, schema)


def test_the_page_names_every_key():
    """docs/json.md has each key of the document."""
    page = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    schema = make_json_schema("analysis")
    keys = set(schema["properties"]).union(*(one["properties"] for one in schema["$defs"].values()))
    assert len(keys) > 40
    assert not [key for key in keys if f"`{key}`" not in page]
