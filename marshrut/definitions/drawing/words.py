"""Who, when and what then of a task, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from ..rules import SettingValue
from ..schema.base import Span, Text
from ..schema.pack import CardType, Due, Pack, Resolver, Rung, Task


@dataclass(frozen=True)
class Words:
    """`settings`: every setting of the pack with its value today."""

    pack: Pack
    card_type: CardType
    settings: Mapping[str, SettingValue]

    def say(self, text: Text) -> str:
        return text.say((get_language() or "ru")[:2])

    # -- who ---------------------------------------------------------------------------------------------------------

    def people(self, resolvers: tuple[Resolver, ...]) -> str:
        return ", ".join(dict.fromkeys(self.who(one) for one in resolvers))

    def who(self, one: Resolver) -> str:
        if one.author:
            return _("the author")
        if one.assignees:
            return _("whoever has the task")
        if one.role is not None:
            return self._role(one.role)
        if one.person_in is not None:
            return self._field(one.person_in)
        if one.decided is not None:
            found = self.card_type.task(one.decided)
            return _("whoever decided “%(task)s”") % {"task": self.say(found[1].title) if found else one.decided}
        if one.heads_of is not None:
            return _("heads of %(who)s, one after another") % {"who": self._whose(one.heads_of)}
        return _("the head of %(who)s") % {"who": self._whose(one.head_of or "author")}

    def _whose(self, of: str) -> str:
        return _("the author of the card") if of == "author" else f"«{self._field(of)}»"

    def _role(self, key: str) -> str:
        title = self.pack.roles.get(key)
        return self.say(title) if title is not None else key

    def _field(self, key: str) -> str:
        about = self.card_type.fields.get(key)
        return self.say(about.title) if about is not None else key

    # -- when --------------------------------------------------------------------------------------------------------

    def span(self, span: Span) -> str:
        """«2 раб. дня»; a setting stands with its value of today."""
        amount = self.settings[span.amount[1:]] if isinstance(span.amount, str) else span.amount
        n = int(amount)
        said = {
            "work_hours": ngettext("%(n)s working hour", "%(n)s working hours", n),
            "work_days": ngettext("%(n)s working day", "%(n)s working days", n),
            "hours": ngettext("%(n)s hour", "%(n)s hours", n),
            "days": ngettext("%(n)s day", "%(n)s days", n),
        }
        return said[span.unit] % {"n": n}

    def off(self, span: Span) -> bool:
        """A setting of 0 switches it off."""
        return isinstance(span.amount, str) and self.settings[span.amount[1:]] == 0

    def due(self, task: Task) -> str:
        """The deadline: what counts first, or else the next."""
        return _(", else ").join(self._due(rule) for rule in task.due)

    def _due(self, rule: Due) -> str:
        if rule.field is not None:
            return _("by “%(field)s”") % {"field": self._field(rule.field)}
        if rule.cutoff is not None:
            at = str(self.settings[rule.cutoff[1:]]) if rule.cutoff.startswith("$") else rule.cutoff
            return _("by the end of the day, after %(time)s of the next one") % {"time": at}
        assert rule.after is not None
        return self.span(rule.after)

    # -- what then ---------------------------------------------------------------------------------------------------

    def rungs(self, task: Task) -> list[str]:
        """The ladder: what happens while nobody does it."""
        return [self._rung(task, rung) for rung in task.ladder if not self.off(rung.span)]

    def brief(self, task: Task) -> list[str]:
        """The ladder in a few words: the first reminder, and everybody who is told or may decide then."""
        steps = [rung for rung in task.ladder if rung.do != "check" and rung.every is None and not self.off(rung.span)]
        return list(dict.fromkeys(f"{self._after(rung)} → {self._whom(rung)}" for rung in steps))

    def _after(self, rung: Rung) -> str:
        if rung.before is not None:
            return _("%(span)s before the deadline") % {"span": self.span(rung.span)}
        if rung.span.amount == 0:
            return _("at the deadline") if rung.event == "due" else _("at once")
        return f"+ {self.span(rung.span)}"

    def _whom(self, rung: Rung) -> str:
        return _("reminder") if rung.do == "remind" and not rung.to else self.people(rung.to)

    def _rung(self, task: Task, rung: Rung) -> str:
        time = {"span": self.span(rung.span), "since": self._since(task, rung)}
        if rung.before is not None:
            when = _("%(span)s before the deadline") % time
        elif rung.every is not None:
            when = _("every %(span)s %(since)s") % time
        elif rung.span.amount == 0:
            when = _("at once %(since)s") % time
        else:
            when = _("in %(span)s %(since)s") % time
        return f"{when.strip()} → {self._deed(rung)}"

    def _since(self, task: Task, rung: Rung) -> str:
        known = {"opened": "", "due": _("after the deadline"), "taken": _("after it was taken")}
        if rung.event in known:
            return known[rung.event]
        earlier = next((one for one in task.ladder if one.key == rung.since), None)
        return _("after “%(deed)s”") % {"deed": self._deed(earlier)} if earlier is not None else ""

    def _deed(self, rung: Rung) -> str:
        if rung.do == "check":
            return _("check")
        if rung.do == "remind":
            return _("reminder: %(who)s") % {"who": self.people(rung.to)} if rung.to else _("reminder")
        said = _("may decide: %(who)s") if rung.may_decide else _("told: %(who)s")
        return said % {"who": self.people(rung.to)}
