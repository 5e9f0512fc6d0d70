"""What stands in the notebook, and what can be asked of it: who, by what right, under which condition."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from marshrut.definitions.schema.pack import CardType, Resolver, Task
from tests.support.toy import ToyCompany

Slip = dict[str, Any]

OPINION = "opinion"
ANSWER = Task.model_validate(
    {
        "key": OPINION,
        "title": "Мнение",
        "kind": "acknowledge",
        "delegate": False,
        "take": False,
        "assignee": [{"author": True}],
        "outcomes": [{"key": "given", "title": "Ответ", "style": "neutral", "reason": "required"}],
    }
)
#: its last digit is wrong
WRONG_TRACK = "80087700000001"
EMPTY: tuple[Any, ...] = (None, "", [], ())
CONDITIONS: Mapping[str, Callable[[Mapping[str, Any]], bool]] = {
    "amount > 1000": lambda f: Decimal(f.get("amount") or 0) > 1000,
    "flag = true": lambda f: f.get("flag") is True,
    "filled(owner)": lambda f: f.get("owner") is not None,
    "not filled(title)": lambda f: not f.get("title"),
    "count(people) > 1": lambda f: len(f.get("people") or ()) > 1,
    "count >= 1 and flag != true": lambda f: Decimal(f.get("count") or 0) >= 1 and f.get("flag") is not True,
}
VALUES: Mapping[str, Callable[[Mapping[str, Any], int], Any]] = {
    "count + 1": lambda f, _: str(int(f["count"]) + 1) if f.get("count") else None,
    '"сделано"': lambda *_: "сделано",
    "amount > 1000": lambda f, _: CONDITIONS["amount > 1000"](f),
    "author": lambda _, author: author,
    "[author, owner]": lambda f, author: list(dict.fromkeys([author, *filter(None, [f.get("owner")])])),
}


class No(Exception):
    """The clerk refuses; the message is the code of the sentence."""


class Page:
    def __init__(self, route: CardType, settings: Mapping[str, Any], company: ToyCompany, author: int) -> None:
        self.route, self.settings, self.company, self.author = route, settings, company, author
        self.fields: dict[str, Any] = {}
        self.stage, self.visit, self.round, self.edition, self.locked = "", 0, 1, 1, False
        self.slips: list[Slip] = []
        self.alarms: list[dict[str, Any]] = []
        self.children: dict[tuple[str, int], str] = {}
        self.sent: list[tuple[Any, ...]] = []
        self.worked = False  # robots did more than tell people and fill in fields
        self.written: set[str] = set()
        self.pressed: tuple[int | None, str] = (None, "")  # whose decision robots act on, and the listed reason
        self.now, self.actor, self.hops = datetime.min.replace(tzinfo=UTC), 0, 0

    def copied(self) -> dict[str, Any]:
        slips = [slip | {"sleep": slip["sleep"] and dict(slip["sleep"])} for slip in self.slips]
        copies = {"fields": dict(self.fields), "children": dict(self.children), "alarms": list(self.alarms)}
        return {**vars(self), **copies, "slips": slips, "written": set(self.written)}

    def true(self, condition: str | None) -> bool:
        if condition == "skipped = 0":
            return self.skipped() == 0
        return condition is None or CONDITIONS[condition](self.fields)

    def skipped(self) -> int:
        return sum(slip["state"] == "done" and slip["skipped"] for slip in self.slips)

    def value(self, source: str) -> Any:
        """Of an expression of a robot."""
        named = {
            "skipped": str(self.skipped()),
            "today": self.company.work_time(None).local(self.now).date().isoformat(),
            "me": self.pressed[0],
            "because": self.pressed[1] or None,
        }
        return named[source] if source in named else VALUES[source](self.fields, self.author)

    def open(self) -> list[Slip]:
        return [slip for slip in self.slips if slip["state"] == "open"]

    def group(self, slip: Slip) -> list[Slip]:
        return [other for other in self.slips if other["group"] == slip["group"] and other["state"] != "cancelled"]

    def rule(self, slip: Slip) -> Task:
        if slip["key"] == OPINION:
            return ANSWER
        rule = self.route.by_stage[slip["stage"]].task(slip["key"])
        assert rule
        return rule

    def number(self, amount: int | str) -> int:
        return int(self.settings[amount[1:]]) if isinstance(amount, str) else amount

    def deciders(self, key: str) -> list[int]:
        """Who decided the named task in this round."""
        mine = [s for s in self.slips if s["key"] == key and s["round"] == self.round and s["state"] == "done"]
        return [s["by"] for s in mine]

    def voices(self, key: str) -> set[int]:
        """Who decided the named task in this round, and for whom."""
        mine = [s for s in self.slips if s["key"] == key and s["round"] == self.round and s["state"] == "done"]
        return {person for s in mine for person in (s["by"], self.whose(s, s["by"]))}

    @staticmethod
    def whose(slip: Slip, holder: int) -> int:
        """For whom somebody holds it."""
        return int(slip["ways"][holder][0][0]) if holder in slip["ways"] else holder

    def owners(self, slip: Slip) -> list[int]:
        return [self.whose(slip, person) for person in slip["people"]]

    def barred(self, rule: Task) -> set[int]:
        return {p for key in rule.not_decided_by for p in ([self.author] if key == "author" else self.voices(key))}

    def own_policy(self, rule: Task) -> tuple[str, int] | None:
        """Of approving one's own card: the policy, and the sum above which somebody else does."""
        told = self.route.self_approval
        return (told.policy, self.number(told.above or 0)) if told and rule.kind == "approve" else None

    def own_is_too_much(self, policy: tuple[str, int] | None) -> bool:
        name, above = policy or ("marked", 0)
        sum_ = self.fields.get("amount")
        return name == "forbidden" or (name == "second_above" and sum_ is not None and Decimal(sum_) > above)

    def authors(self, slip: Slip, person: int) -> bool:
        """The author himself, who speaks for him, or to whom he handed it on."""
        mine = person in slip["people"] and (slip["lent"] or self.whose(slip, person) == self.author)
        return person == self.author or mine

    def who(self, resolvers: Iterable[Resolver], slip: Slip | None = None, *, own: bool = True) -> list[int]:
        """Active people, each once, in order. `own`: the author may be the head who decides."""
        found = [person for r in resolvers for person in self.one_way(r, slip, own) if self.company.active(person)]
        return list(dict.fromkeys(found))

    def one_way(self, r: Resolver, slip: Slip | None, own: bool) -> list[int]:
        if r.author:
            return [self.author]
        if r.role:
            return self.company.holders(r.role)
        if r.assignees:
            return list(slip["people"]) if slip else []
        if r.decided:
            return self.deciders(r.decided)[-1:]
        if r.person_in:
            named = self.fields.get(r.person_in) or []
            return named if isinstance(named, list) else [named]
        whose = r.head_of or r.heads_of
        person = self.author if whose == "author" else self.fields.get(str(whose))
        if person is None:
            return []
        if r.heads_of:
            return self.company.heads_up(
                person, r.levels if isinstance(r.levels, int) else None, self.fields.get(r.up_to_field or "")
            )
        head = self.company.head_of(person)
        if head == person and r.when_self == "skip":
            return []
        if head == person and r.when_self == "next_up":
            head = self.company.head_above(person)
        elif head == self.author and not own:
            head = self.company.head_above(head)
        return [head] if head else []

    def people_for(self, rule: Task) -> list[int]:
        for resolvers in (rule.assignee, *([one] for one in rule.otherwise)):
            found = self.who_may(rule, resolvers)
            if found:
                return found
        raise No("nobody")

    def who_may(self, rule: Task, resolvers: Iterable[Resolver]) -> list[int]:
        too_much = self.own_is_too_much(self.own_policy(rule))
        barred = self.barred(rule) | ({self.author} if too_much else set())
        return [person for person in self.who(resolvers, own=not too_much) if person not in barred]

    def right(self, slip: Slip, person: int) -> str | None:
        rule = self.rule(slip)
        if not self.company.active(person) or person in self.barred(rule):
            return None
        if person in slip["people"]:
            way = slip["ways"].get(person)
            return "own" if not way else "delegate" if way[-1][2] == "delegation" else "substitute"
        group = [] if rule.chain else self.group(slip)
        sits_beside = any(person in (*other["people"], *self.owners(other)) for other in group)
        if person == self.author or sits_beside or slip["key"] == OPINION:
            return None
        if person in slip["helpers"]:
            return "escalated"
        return "instead" if person in self.who(rule.may_also, slip) else None
