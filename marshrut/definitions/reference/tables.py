"""What the reference of the pack format shows in tables: words of the schema, kinds of the catalogue."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from .. import catalogue
from ..schema import json_schema

_GROUPS: tuple[tuple[catalogue.Group, str, str], ...] = (
    ("field", "Kinds of fields", "`kind` of a field."),
    ("setting", "Kinds of settings", "`kind` of a setting."),
    ("task", "Kinds of tasks", "`kind` of a task."),
    ("resolver", "Finding people", "`assignee`, `may_also`, `otherwise`, `to` and `by` are lists of these."),
    ("due", "Deadlines", "`due` is a list of these; the first that gives a time wins."),
    ("rung", "Steps of a ladder", "`do` of a rung."),
    ("robot", "Robots", "`do` of a robot, in `on_enter`, in `robots` of an outcome and of a timer."),
)

#: what happens in stories: model, title
_ACTS = (
    ("Wait", "Time passes"),
    ("Decide", "A decision"),
    ("OnTask", "An act on a task"),
    ("Hand", "Handing a task on"),
    ("AskOpinion", "Asking an opinion"),
    ("Sleep", "Putting a task to sleep"),
    ("ByPerson", "An act on a card"),
    ("Change", "An edit"),
    ("Carry", "A move in a story"),
    ("TakeCardBack", "A withdrawal in a story"),
    ("Hear", "A signal in a story"),
    ("Learn", "A note of a program"),
    ("Led", "A word of the source"),
    ("Absence", "An absence"),
    ("Who", "Leaving and coming back"),
    ("Refused", "A refusal"),
)
#: models in the order of reading: file, title
_MODELS = (
    ("pack", "", "pack.yaml"),
    ("pack", "Setting", "A setting"),
    ("card_type", "", "A card type"),
    ("card_type", "Field", "A field"),
    ("card_type", "Reads", "What a formalised document fills in"),
    ("card_type", "Letter", "A letter"),
    ("card_type", "Shipment", "A shipment"),
    ("card_type", "EDoc", "An e-document"),
    ("card_type", "Stage", "A stage"),
    ("card_type", "Demand", "A demand of a stage"),
    ("card_type", "Task", "A task"),
    ("card_type", "Outcome", "An outcome"),
    ("card_type", "Because", "A listed reason"),
    ("card_type", "FormField", "A field of a form"),
    ("card_type", "Rung", "A rung of a ladder"),
    ("card_type", "Pause", "A pause"),
    ("card_type", "Resolver", "A resolver"),
    ("card_type", "Robot", "A robot"),
    ("card_type", "StageTimer", "A timer of a stage"),
    ("card_type", "Move", "A move by hand"),
    ("card_type", "Signal", "A signal"),
    ("card_type", "FromMail", "A signal from a mail"),
    ("card_type", "Grant", "A line of access"),
    ("card_type", "Withdraw", "Withdrawal"),
    ("card_type", "Restart", "Starting anew"),
    ("card_type", "SelfApproval", "Approving one's own cards"),
    ("card_type", "StepUp", "Confirming the identity"),
    ("stories", "", "A story"),
    ("stories", "Person", "A person of a story"),
    ("stories", "Step", "A step of a story"),
    *(("stories", *one) for one in _ACTS),
    ("stories", "Expect", "An expectation"),
    ("stories", "Notice", "A notice in an expectation"),
)


def models() -> Iterator[str]:
    schemas = {name: json.loads(text) for name, text in json_schema().items()}
    for file, name, title in _MODELS:
        schema = schemas[f"{file}.schema.json"]
        model = schema["$defs"][name] if name else schema.get("items", schema)
        said = _sentence(model.get("description", "")) if name else ""
        lines = [f"## {title}\n", *([f"{said}\n"] if said else []), "| Word | Takes | Meaning |", "|---|---|---|"]
        needed = model.get("required", ())
        for word, about in model["properties"].items():
            meaning = _sentence(about.get("description", "")) + _default(about, word in needed)
            lines.append(f"| `{word}` | {_cell(_takes(about))} | {_cell(meaning.strip())} |")
        yield "\n".join(lines) + "\n"


def _sentence(said: str) -> str:
    said = said[:1].upper() + said[1:]
    return said if not said or said.endswith(".") else f"{said}."


def _default(about: dict[str, Any], needed: bool) -> str:
    if needed:
        return " **Needed.**"
    default = about.get("default")
    return "" if default in (None, "", [], {}) else f" Unless told: `{json.dumps(default, ensure_ascii=False)}`."


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _takes(about: dict[str, Any]) -> str:
    if "anyOf" in about:
        ways = about["anyOf"]
        if any("Text" in way.get("$ref", "") for way in ways):
            return "text"
        if any(r"\$" in way.get("pattern", "") for way in ways):
            return "number or `$setting`"
        return " or ".join(_takes(way) for way in ways)
    if "$ref" in about:
        return _linked(about["$ref"].rsplit("/", 1)[1])
    if "enum" in about:
        return ", ".join(map(_literal, about["enum"]))
    if "const" in about:
        return _literal(about["const"])
    if about.get("type") == "array":
        return f"list of {_takes(about['items'])}"
    if about.get("type") == "object":
        inside = (
            next(iter(about.get("patternProperties", {}).values()), None) or about.get("additionalProperties") or {}
        )
        return f"name: {_takes(inside if isinstance(inside, dict) else {})}"
    if "{0,39}" in about.get("pattern", ""):
        return "name"
    return {"integer": "whole number", "boolean": "`true`, `false`", "string": "text"}.get(
        about.get("type", ""), "value"
    )


def _literal(value: Any) -> str:
    return f"`{value if isinstance(value, str) else json.dumps(value)}`"


def _linked(model: str) -> str:
    titles = {name: title for _file, name, title in _MODELS if name}
    if model in titles:
        title = titles[model].lower()
        return f"[{title}](#{title.replace(' ', '-')})"
    return {
        "Text": "text",
        "Span": "span",
        "Due": "[a deadline](#deadlines)",
        "Choice": "`{key, title}`",
        "AddressOf": "`{address_of: company field}`",
    }[model]


def kinds() -> Iterator[str]:
    for group in _GROUPS:
        yield _kinds(*group)


def _kinds(group: catalogue.Group, title: str, said: str) -> str:
    lines = [f"## {title}\n", f"{said}\n", "| Word | Name | Meaning |", "|---|---|---|"]
    for one in catalogue.of(group):
        name = f"{one.name.say('en')} ({one.name.ru})"
        lines.append(f"| `{one.key}` | {name} | {_cell(_about(one))} |")
    return "\n".join(lines) + "\n"


def _about(one: catalogue.Entry) -> str:
    words = []
    for word, takes in one.parameters.items():
        mark = " (needed)" if word in one.needed else ""
        words.append(f"`{word}`{mark}: {takes}")
    return " ".join([one.about.say("en"), *(["With " + "; ".join(words) + "."] if words else [])])


def functions() -> str:
    lines = ["\n| Function | Gives | Meaning |", "|---|---|---|"]
    for one in catalogue.of("function"):
        call = f"{one.key}({', '.join(one.parameters.values())})"
        lines.append(f"| `{call}` | {one.kind.replace('_', ' or ')} | {one.about.say('en')} |")
    return "\n".join(lines) + "\n"
