"""The JSON Schema of the format, for editors: texts of the files that are kept in `packs/`."""

from __future__ import annotations

import ast
import inspect
import json
from functools import cache
from typing import Any

from pydantic import BaseModel

from . import access, approval, base, edocs, letters, pack, people, reads, robots, shipments, stages, stories, tasks
from .pack import CardType, Pack
from .stories import Story

_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, str]:
    """File name -> its text."""
    head = _schema(Pack)
    head["properties"].pop("card_types")
    head["properties"].pop("stories")
    head["required"].remove("card_types")
    _drop_unused(head)
    return {
        "pack.schema.json": _text(head),
        "card_type.schema.json": _text(_schema(CardType)),
        "stories.schema.json": _text(_listed(_schema(Story))),
    }


def _listed(schema: dict[str, Any]) -> dict[str, Any]:
    """A file holds a list of them."""
    definitions = schema.pop("$defs")
    draft = schema.pop("$schema")
    return {"$schema": draft, "type": "array", "items": schema, "$defs": definitions}


def _text(schema: dict[str, Any]) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _schema(model: type[BaseModel]) -> dict[str, Any]:
    found = model.model_json_schema(by_alias=True)
    for part in (found, *found.get("$defs", {}).values()):
        _explain(part)
    return {"$schema": _DRAFT, **_plain(found)}


def _explain(part: dict[str, Any]) -> None:
    """What comments and docstrings say is what the editor shows; titles that repeat the name are noise."""
    model = part.pop("title", "")
    if said := meaning(model):
        part["description"] = said
    for name, about in part.get("properties", {}).items():
        about.pop("title", None)
        if said := meaning(model, name):
            about["description"] = said


def _plain(part: Any) -> Any:
    """Texts may be written plainly, nothing is written as null, and names in groups are names."""
    if isinstance(part, list):
        return [_plain(one) for one in part]
    if not isinstance(part, dict):
        return part
    plain = {key: _plain(value) for key, value in part.items() if not (key == "default" and value is None)}
    if plain.get("$ref") == "#/$defs/Text":
        plain = {"anyOf": [{"type": "string"}, {"$ref": plain.pop("$ref")}], **plain}
    if "anyOf" in plain:
        ways = [way for one in plain["anyOf"] for way in (one["anyOf"] if set(one) == {"anyOf"} else [one])]
        ways = [way for way in ways if way != {"type": "null"}]
        plain["anyOf"] = ways
        if len(ways) == 1:
            del plain["anyOf"]
            plain = {**ways[0], **plain}
    if "patternProperties" in plain:
        plain["additionalProperties"] = False
    return plain


def _drop_unused(schema: dict[str, Any]) -> None:
    """Leave only the definitions that the rest refers to."""
    definitions = schema.pop("$defs")
    used: dict[str, Any] = {}
    waiting = [schema]
    while waiting:
        text = json.dumps(waiting.pop())
        for name, about in definitions.items():
            if name not in used and f'"#/$defs/{name}"' in text:
                used[name] = about
                waiting.append(about)
    schema["$defs"] = {name: definitions[name] for name in definitions if name in used}


def meaning(model: str, field: str = "") -> str:
    """What the source says about a model, or about a field of it by its word in packs; empty when it says nothing."""
    return _meanings().get((model, field), "")


@cache
def _meanings() -> dict[tuple[str, str], str]:
    """The `#:` comments above fields, and the docstrings of models."""
    found: dict[tuple[str, str], str] = {}
    parts = (base, people, robots, tasks, stages, access, approval, letters, shipments, edocs, reads, stories, pack)
    for module in parts:
        source = inspect.getsource(module)
        lines = source.splitlines()
        for node in ast.parse(source).body:
            if isinstance(node, ast.ClassDef):
                found[node.name, ""] = (ast.get_docstring(node) or "").replace("\n", " ")
                for part in node.body:
                    if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name):
                        word = getattr(module, node.name).model_fields[part.target.id].alias or part.target.id
                        found[node.name, word] = _comment_above(lines, part.lineno - 1)
    return found


def _comment_above(lines: list[str], index: int) -> str:
    said: list[str] = []
    while index > 0 and lines[index - 1].strip().startswith("#:"):
        index -= 1
        said.insert(0, lines[index].strip().removeprefix("#:").strip())
    return " ".join(said)
