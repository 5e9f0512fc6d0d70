"""The small safe language of conditions: comparison, and/or/not, arithmetic, dates, a few named functions.

Grammar, lowest binding first: `or`, `and`, `not`, comparison (= != < <= > >= in), `+ -`, `* /`, unary `-`, and atoms:
number, "text", true, false, empty, [list], name, $setting, function(arguments), (expression). No attribute access, no
calls into Python. Values: Decimal, str, bool, date, datetime, None, tuple.

What is computed from an empty value is empty, and so is a division by zero; an empty value is neither more nor less
than anything. So an expression whose kinds of values fit can always be computed on a card that is not filled in yet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

TOKEN = re.compile(r"""\s*(?:(\d+(?:\.\d+)?)|("[^"]*")|(\$?[a-z_][a-z0-9_]*)|(<=|>=|!=|[=<>+\-*/(),\[\]]))""")
#: names that are no fields: who pressed the button and the key of the reason they chose, in robots of an outcome
OF_OUTCOME = frozenset({"me", "because"})
#: the day in the company's zone, how many tasks of the card were finished without being done, whether none is open now
EVERYWHERE = frozenset({"today", "skipped", "no_task"})
COMPARISONS = ("=", "!=", "<", "<=", ">", ">=", "in")
MAX_LENGTH = 500
MAX_DEPTH = 40

Value = Any


class ExpressionError(ValueError):
    """The text is not an expression, or cannot be computed on these values; the message says where."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed condition. `names` are the fields it reads, and the settings as "$name"."""

    source: str
    tree: tuple[Any, ...]
    names: frozenset[str]

    def evaluate(self, values: Mapping[str, Value]) -> Value:
        try:
            return _evaluate(self.tree, values)
        except (TypeError, ValueError, ArithmeticError) as error:
            raise ExpressionError(f"cannot compute “{self.source}” on these values") from error

    def holds(self, values: Mapping[str, Value]) -> bool:
        return bool(self.evaluate(values))

    def decided(self, values: Mapping[str, Value]) -> bool | None:
        """Whether it holds where only some names are known; None when it depends on others."""
        return _decided(self.tree, values)


def _days(value: Value) -> timedelta | None:
    return None if value is None else timedelta(days=int(value))


FUNCTIONS: dict[str, tuple[int, Callable[..., Value]]] = {
    "days": (1, _days),
    "day_of": (1, lambda value: value.date() if isinstance(value, datetime) else value),
    "filled": (1, lambda value: value not in (None, "", (), [])),
    "lower": (1, lambda value: str(value or "").lower()),
    "contains": (2, lambda text, part: part is not None and str(part).lower() in str(text or "").lower()),
    "count": (1, lambda value: Decimal(len(value or ()))),
    "abs": (1, lambda value: None if value is None else abs(value)),
}


@lru_cache(maxsize=4096)
def parse(source: str) -> Expression:
    """Parse `source`; raises ExpressionError with the position of the trouble."""
    if len(source) > MAX_LENGTH:
        raise ExpressionError(f"longer than {MAX_LENGTH} characters")
    parser = _Parser(_tokens(source))
    tree = parser.either(0)
    if parser.peek is not None:
        raise ExpressionError(f"“{parser.peek}” is not expected here")
    return Expression(source, tree, frozenset(parser.names))


def _tokens(source: str) -> list[tuple[str, Any]]:
    tokens: list[tuple[str, Any]] = []
    at = 0
    text = source.rstrip()
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None:
            raise ExpressionError(f"“{text[at:].strip()[:10]}” at character {at + 1} is not understood")
        number, string, name, sign = match.groups()
        if number:
            tokens.append(("value", Decimal(number)))
        elif string:
            tokens.append(("value", string[1:-1]))
        elif name:
            tokens.append(("name", name))
        else:
            tokens.append(("sign", sign))
        at = match.end()
    return tokens


class _Parser:
    def __init__(self, tokens: list[tuple[str, Any]]) -> None:
        self.tokens = tokens
        self.at = 0
        self.names: set[str] = set()

    @property
    def peek(self) -> Any:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else None

    def _is(self, *words: str) -> bool:
        if self.at >= len(self.tokens):
            return False
        kind, word = self.tokens[self.at]
        return kind in ("sign", "name") and word in words

    def _take(self) -> Any:
        self.at += 1
        return self.tokens[self.at - 1][1]

    def _expect(self, sign: str) -> None:
        if not self._is(sign):
            raise ExpressionError(f"“{sign}” is missing before “{self.peek}”" if self.peek else f"“{sign}” is missing")
        self.at += 1

    def _binary(self, signs: tuple[str, ...], inner: Callable[[int], Any], depth: int) -> Any:
        left = inner(depth)
        while self._is(*signs):
            left = (self._take(), left, inner(depth))
        return left

    def either(self, depth: int) -> Any:
        if depth > MAX_DEPTH:
            raise ExpressionError("nested too deeply")
        return self._binary(("or",), self.both, depth + 1)

    def both(self, depth: int) -> Any:
        return self._binary(("and",), self.negation, depth)

    def negation(self, depth: int) -> Any:
        if depth > MAX_DEPTH:
            raise ExpressionError("nested too deeply")
        if self._is("not"):
            self.at += 1
            return ("not", self.negation(depth + 1))
        left = self.sum(depth)
        return (self._take(), left, self.sum(depth)) if self._is(*COMPARISONS) else left

    def sum(self, depth: int) -> Any:
        return self._binary(("+", "-"), self.product, depth)

    def product(self, depth: int) -> Any:
        return self._binary(("*", "/"), self.atom, depth)

    def atom(self, depth: int) -> Any:
        if self.at >= len(self.tokens):
            raise ExpressionError("the expression breaks off")
        if depth > MAX_DEPTH:
            raise ExpressionError("nested too deeply")
        kind, word = self.tokens[self.at]
        self.at += 1
        if kind == "value":
            return ("value", word)
        if kind == "name":
            return self._named(word, depth)
        if word == "-":
            return ("negative", self.atom(depth + 1))
        if word == "(":
            inner = self.either(depth + 1)
            self._expect(")")
            return inner
        if word == "[":
            return ("list", *self._arguments("]", depth))
        raise ExpressionError(f"“{word}” is not expected here")

    def _named(self, word: str, depth: int) -> Any:
        constants = {"true": True, "false": False, "empty": None}
        if word in constants:
            return ("value", constants[word])
        if word in ("and", "or", "not", "in"):
            raise ExpressionError(f"“{word}” is not expected here")
        if not self._is("("):
            self.names.add(word)
            return ("name", word)
        if word not in FUNCTIONS:
            raise ExpressionError(f"there is no function “{word}”; known: {', '.join(sorted(FUNCTIONS))}")
        self.at += 1
        arguments = self._arguments(")", depth)
        if len(arguments) != FUNCTIONS[word][0]:
            raise ExpressionError(f"“{word}” takes {FUNCTIONS[word][0]} value(s)")
        return ("call", word, *arguments)

    def _arguments(self, end: str, depth: int) -> list[Any]:
        found: list[Any] = []
        while not self._is(end):
            if found:
                self._expect("," if self.at < len(self.tokens) else end)
            found.append(self.either(depth + 1))
        self.at += 1
        return found


def _compare(sign: str, left: Value, right: Value) -> bool:
    if sign == "=":
        return bool(left == right)
    if sign == "!=":
        return bool(left != right)
    if sign == "in":
        return left in (right or ())
    if left is None or right is None:
        return False  # an empty field is neither more nor less than anything
    left, right = _alike(left, right)
    return bool({"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[sign])


def _alike(left: Value, right: Value) -> tuple[Value, Value]:
    """A date meets a moment as a date."""
    if isinstance(left, datetime) != isinstance(right, datetime) and isinstance(left, date) and isinstance(right, date):
        return tuple(v.date() if isinstance(v, datetime) else v for v in (left, right))  # type: ignore[return-value]
    return left, right


def _evaluate(tree: tuple[Any, ...], values: Mapping[str, Value]) -> Value:
    kind = tree[0]
    if kind == "value":
        return tree[1]
    if kind == "name":
        return values.get(tree[1])
    if kind == "list":
        return tuple(_evaluate(item, values) for item in tree[1:])
    if kind == "call":
        return FUNCTIONS[tree[1]][1](*(_evaluate(item, values) for item in tree[2:]))
    if kind == "not":
        return not _evaluate(tree[1], values)
    if kind == "negative":
        inner = _evaluate(tree[1], values)
        return None if inner is None else -inner
    if kind == "or":
        return _evaluate(tree[1], values) or _evaluate(tree[2], values)
    if kind == "and":
        return _evaluate(tree[1], values) and _evaluate(tree[2], values)
    left, right = _evaluate(tree[1], values), _evaluate(tree[2], values)
    if kind in COMPARISONS:
        return _compare(kind, left, right)
    return _arithmetic(kind, left, right)


def _decided(tree: tuple[Any, ...], values: Mapping[str, Value]) -> bool | None:
    if tree[0] == "not":
        inner = _decided(tree[1], values)
        return None if inner is None else not inner
    if tree[0] in ("and", "or"):
        parts, settles = [_decided(part, values) for part in tree[1:]], tree[0] == "or"
        return settles if settles in parts else None if None in parts else not settles
    return bool(_evaluate(tree, values)) if _names(tree) <= values.keys() else None


def _names(tree: tuple[Any, ...]) -> set[str]:
    if tree[0] == "name":
        return {tree[1]}
    return (
        {name for part in tree[1:] if isinstance(part, tuple) for name in _names(part)} if tree[0] != "value" else set()
    )


def _arithmetic(sign: str, left: Value, right: Value) -> Value:
    if left is None or right is None:
        return None
    if sign == "+":
        return left + right
    if sign == "-":
        return left - right
    if sign == "*":
        return left * right
    return left / right if right else None
