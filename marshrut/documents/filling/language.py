"""What a template may say: {{ field }}, {{ field.part }}, {% if %}, {% for %}, a few filters.

Allowed is what is listed here, checked on the parsed template before anything of it runs; the sandbox behind it is the
second wall. No calls, no attributes of Python, no arithmetic: values come ready to be printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from jinja2 import TemplateSyntaxError, nodes
from jinja2.runtime import LoopContext, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

_STATEMENTS = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.For)
_EXPRESSIONS = (
    *(nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Const, nodes.Filter, nodes.Test, nodes.Compare, nodes.Operand),
    *(nodes.And, nodes.Or, nodes.Not, nodes.Concat, nodes.CondExpr, nodes.Keyword),
)
FILTERS = ("upper", "lower", "capitalize", "trim", "default", "join", "first", "last", "length", "replace")
TESTS = ("defined", "undefined", "none")
LOOP = ("index", "first", "last", "length")
#: names of fields of a template, and how deep their parts go
FIELDS, DEEP = 500, 6
#: names that Jinja itself gives a meaning
_RESERVED = frozenset({"self", "super", "caller", "varargs", "kwargs"})
_TAG = re.compile(r"\{[{%].*?[%}]\}")
_NAME = re.compile(r"[^\W\d]\w{0,63}")


class Forbidden(Exception):
    """The template says what we do not do; the argument is that part of it."""


class NoField(Undefined):
    """A field nobody gave: visible in the paper, false in a condition, empty in a loop."""

    def _path(self) -> str:
        return self._undefined_name or "?"

    def __str__(self) -> str:
        return f"«нет поля: {self._path()}»"

    def __html__(self) -> str:
        return str(self)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return NoField(name=f"{self._path()}.{name}")

    def __getitem__(self, name: Any) -> Any:
        return NoField(name=f"{self._path()}.{name}")

    def __len__(self) -> int:
        return 0

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __bool__(self) -> bool:
        return False

    def __eq__(self, other: object) -> bool:
        return False

    def __hash__(self) -> int:
        return 0

    def _less(self, other: object) -> bool:
        return False

    __lt__ = __le__ = __gt__ = __ge__ = _less  # type: ignore[assignment]


class Language(ImmutableSandboxedEnvironment):
    """Everything docxtpl parses passes through here: the body, heads, feet, notes and properties of a paper."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=NoField, cache_size=0, finalize=_printed)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in FILTERS}
        self.tests = {name: self.tests[name] for name in TESTS}
        self.fields: set[str] = set()
        self._line = 1

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        try:
            tree = super()._parse(source, name, filename)
        except TemplateSyntaxError as error:
            lines = source.splitlines()[max(0, error.lineno - 1) : error.lineno + 1]
            raise TemplateSyntaxError(_shown(" ".join(lines)) or str(error.message), error.lineno) from None
        self._line = 1
        try:
            self._looked(tree, {})
        except Forbidden:
            lines = source.splitlines()[self._line - 1 : self._line]
            raise Forbidden(" ".join(_TAG.findall(_shown(" ".join(lines))))) from None
        return tree

    def _looked(self, node: nodes.Node, loops: dict[str, str]) -> None:
        """`loops`: names that stand for a line of a list, with the list they stand for."""
        self._line = getattr(node, "lineno", None) or self._line
        if not isinstance(node, _STATEMENTS + _EXPRESSIONS):
            raise Forbidden
        if isinstance(node, nodes.Filter | nodes.Test) and node.name not in FILTERS + TESTS:
            raise Forbidden
        if isinstance(node, nodes.For):
            loops = {**loops, **self._loop(node, loops)}
        elif isinstance(node, nodes.Name | nodes.Getattr | nodes.Getitem):
            self._field(node, loops)
            return
        for child in node.iter_child_nodes():
            if not (isinstance(node, nodes.For) and child is node.target):
                self._looked(child, loops)

    def _loop(self, node: nodes.For, loops: dict[str, str]) -> dict[str, str]:
        if node.recursive or not isinstance(node.target, nodes.Name):
            raise Forbidden
        path = _path(node.iter)
        return {node.target.name: _resolved(path, loops), "loop": ""}

    def _field(self, node: nodes.Expr, loops: dict[str, str]) -> None:
        path = _path(node)
        if path[0] == "loop" and "loop" in loops:
            if len(path) != 2 or path[1] not in LOOP:
                raise Forbidden
            return
        found = _resolved(path, loops)
        if found not in loops.values() or path[0] not in loops:
            self.fields.add(found)
        if len(self.fields) > FIELDS:
            raise Forbidden

    def getattr(self, obj: Any, attribute: str) -> Any:
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Parts of what we gave, by their names; never an attribute of a Python object."""
        if isinstance(obj, dict):
            return obj[argument] if argument in obj else NoField(name=str(argument))
        if isinstance(obj, NoField):
            return obj[argument]
        if isinstance(obj, LoopContext) and argument in LOOP:
            return getattr(obj, argument)
        return NoField(name=str(argument))

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return False

    def is_safe_callable(self, obj: Any) -> bool:
        return False


def _printed(value: Any) -> Any:
    """A company or a person is printed by its name, a list with commas, nothing as nothing."""
    if isinstance(value, dict):
        return value.get("name", "")
    if isinstance(value, list):
        return ", ".join(str(_printed(one)) for one in value)
    return "" if value is None else value


def _path(node: nodes.Node) -> list[str]:
    """The names of `a.b.c`; what is no such chain of plain names is forbidden."""
    if isinstance(node, nodes.Name):
        names = [node.name]
    elif isinstance(node, nodes.Getattr):
        names = [*_path(node.node), node.attr]
    elif isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
        names = [*_path(node.node), node.arg.value]
    else:
        raise Forbidden
    if len(names) > DEEP or names[0] in _RESERVED:
        raise Forbidden
    if not all(_NAME.fullmatch(name) and not name.startswith("_") for name in names):
        raise Forbidden
    return names


def _resolved(path: list[str], loops: dict[str, str]) -> str:
    return ".".join(filter(None, [loops.get(path[0], path[0]), *path[1:]]))


def _shown(source: str) -> str:
    return " ".join(re.sub(r"<[^>]*>?", " ", source).split())
