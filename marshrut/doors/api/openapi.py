"""The description of the door: what the library derives from the shapes, completed with refusals and examples.

`python -m marshrut.doors.api` prints it; docs/reference/openapi.json is kept current by a test.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from http import HTTPStatus
from typing import Any

from . import views  # noqa: F401 – their import hangs the operations
from .door import api
from .middleware import PREFIX
from .problems import MEDIA_TYPE
from .shapes.problem import Problem

Node = dict[str, Any]

READ = (400, 401, 403, 404, 422)
WRITE = (400, 401, 403, 404, 409, 413, 415, 422)
#: what each refusal looks like; codes of rooms come on top
EXAMPLES = {
    400: ("not_json", "The body is not JSON that can be read."),
    401: ("unauthorized", "Send a token that works: Authorization: Bearer msh_…"),
    403: ("forbidden", "You are not allowed to do this. If your work needs it, ask an administrator."),
    404: ("not_found", "There is no such card, or you have no access to it."),
    409: ("already_decided", "Борисов Б. decided this already at 14:02: Approved. Nothing was changed."),
    413: ("too_large", "This is more than we accept at once."),
    415: ("unsupported_media_type", "Send the body as application/json."),
    422: ("bad_fields", "Some fields need correction."),
}


@cache
def schema() -> Node:
    """The whole OpenAPI document."""
    found: Node = json.loads(json.dumps(api.get_openapi_schema(path_prefix=PREFIX)))
    found["components"]["schemas"] |= _problem()
    found["components"]["responses"] = {name(status): _refusal(status) for status in WRITE}
    for method, operation in operations(found):
        _complete(method, operation)
    return found


def text() -> str:
    """The document as it is kept in docs/reference/openapi.json."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


def operations(document: Node) -> Iterator[tuple[str, Node]]:
    for methods in document["paths"].values():
        yield from methods.items()


def name(status: int) -> str:
    """404 → "NotFound"."""
    return HTTPStatus(status).phrase.replace(" ", "")


def _problem() -> Node:
    """The shape of a refusal and those inside it."""
    shape = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    return {**shape.pop("$defs", {}), "Problem": shape}


def _complete(method: str, operation: Node) -> None:
    for parameter in operation["parameters"]:
        _without_null(parameter)
    for status in READ if method == "get" else WRITE:
        operation["responses"][str(status)] = {"$ref": f"#/components/responses/{name(status)}"}


def _without_null(parameter: Node) -> None:
    """A parameter is sent or left out; there is no null in an address. Its examples stay with its schema."""
    parameter.pop("examples", None)
    kept = [one for one in parameter["schema"].pop("anyOf", ()) if one != {"type": "null"}]
    for one in kept:
        parameter["schema"] |= one


def _refusal(status: int) -> Node:
    code, detail = EXAMPLES[status]
    example = {
        "type": f"urn:marshrut:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
        "fields": {"amount": "The sum must be above zero."} if status == 422 else {},
        "subject": "",
    }
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}}
    return {"description": HTTPStatus(status).phrase, "content": content}
