"""The OpenAPI description: complete, current, and a page of it that loads nothing."""

from __future__ import annotations

import functools
import importlib
import json
import operator
import pkgutil
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pydantic import BaseModel

from marshrut.doors.api import openapi, shapes
from marshrut.doors.api.problems import MEDIA_TYPE
from marshrut.kernel.commands import registry

KEPT = Path(__file__).parents[3] / "docs" / "reference" / "openapi.json"
OPERATIONS = [
    (f"{method.upper()} {path}", operation)
    for path, methods in openapi.schema()["paths"].items()
    for method, operation in methods.items()
]


def test_kept_description_is_current() -> None:
    again = "python -m marshrut.doors.api > docs/reference/openapi.json"
    assert KEPT.read_text(encoding="utf-8") == openapi.text(), f"write it anew: {again}"


def test_served_as_it_is_kept() -> None:
    response = Client().get("/api/openapi.json")
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/json")
    assert response.content.decode() == openapi.text()


@pytest.mark.parametrize(("name", "operation"), OPERATIONS, ids=[name for name, _ in OPERATIONS])
def test_operation_is_documented(name: str, operation: dict[str, Any]) -> None:
    assert operation["summary"]
    assert operation["description"]
    assert operation["security"] == [{"Bearer": []}]
    statuses = set(operation["responses"])
    write = not name.startswith("GET")
    assert {"400", "401", "403", "404", "422"} | ({"409", "413", "415"} if write else set()) <= statuses
    refusals = openapi.schema()["components"]["responses"]
    for status, answer in operation["responses"].items():
        if status >= "400":
            described = refusals[answer["$ref"].rpartition("/")[2]]
            assert described["content"][MEDIA_TYPE]["example"]["status"] == int(status)
    assert ("Idempotency-Key" in [one["name"] for one in operation["parameters"]]) == write


def test_names_of_operations_are_names_of_commands() -> None:
    """What the door calls a write is what the command is called."""
    commands = {command.run.__name__ for command in registry.values()}
    own = {"upload_file": "store_file", "attach_file": "attach_files"}
    writes = {operation["operationId"] for name, operation in OPERATIONS if not name.startswith("GET")}
    assert {own.get(name, name) for name in writes} <= commands


def test_shapes_have_names_of_their_own() -> None:
    """Of two shapes with one name only one is described."""
    found: dict[str, set[type]] = {}
    for module in pkgutil.iter_modules(shapes.__path__):
        for name, one in vars(importlib.import_module(f"{shapes.__name__}.{module.name}")).items():
            if isinstance(one, type) and issubclass(one, BaseModel):
                found.setdefault(name, set()).add(one)
    assert [name for name, same in found.items() if len(same) > 1] == []


def test_references_lead_somewhere() -> None:
    document = openapi.schema()
    for reference in set(re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(document))):
        functools.reduce(operator.getitem, reference.split("/"), document)


def test_page_for_people_loads_nothing() -> None:
    page = Client().get("/api/docs").content.decode()
    assert all(f"{name.split()[0]} {name.split()[1]}" in page for name, _ in OPERATIONS)
    assert not re.search(r"<(script|link|img|iframe|style)\b|\bsrc=|https?://", page)
