"""Words and files in a chat: the reason that was asked for, the open tasks, a file for the task, or a polite way on."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from marshrut.cards import queries as cards
from marshrut.engine.fields import blank
from marshrut.kernel import clock
from marshrut.kernel.wording import moment
from marshrut.org import queries as org

from ..linking import starting
from ..models import Asking
from . import codes, filing, offering, pressing, sums
from .verdicts import Heard, Question, Say, Verdict, text

#: characters of a reason
LONGEST: Final = 2000
LISTED: Final = 10
_CANCEL: Final = frozenset({"отмена", "отменить", "отмени", "нет", "передумал", "передумала", "/cancel", "cancel"})
_TASKS: Final = frozenset({"задания", "задачи", "/tasks", "tasks", "мои задания"})
_STOP: Final = frozenset({"/stop", "стоп", "stop"})
#: marks that turn the text around or show nothing: they hide what was written
_HIDDEN: Final = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def said(heard: Heard) -> Verdict:
    if heard.person is None:
        return Verdict("ignored", codes.NOT_LINKED, says=(text(str(codes.SENTENCES[codes.NOT_LINKED])),))
    if not org.chart().active(heard.person):
        return Verdict("refused", codes.DISMISSED, heard.person, says=(text(str(codes.SENTENCES[codes.DISMISSED])),))
    words = plain(heard.update.text)
    if words.lower() in _STOP:
        return starting.unlinked(heard)
    waiting = awaited(heard)
    if len(waiting) == 1:
        return _answered(heard, waiting[0], words)
    if waiting:
        which = text(_("Answer the message that asks: there are several."))
        return Verdict("ignored", codes.UNCLEAR, heard.person, says=(which,))
    if heard.update.files:
        return filing.attached(heard)
    return tasks(heard) if words.lower() in _TASKS else _help(heard)


def plain(words: str) -> str:
    """Without what nobody sees."""
    kept = (one for one in _HIDDEN.sub("", words) if one in "\n\t" or unicodedata.category(one) != "Cc")
    return "".join(kept).strip()


def _bare(words: str) -> str:
    """As a command is known: «Отмена.» and «отмена!» are the same."""
    return words.lower().strip(" .,!?…")


def awaited(heard: Heard) -> list[Asking]:
    """The question that is answered, or all that are open in this chat."""
    rows = Asking.objects.filter(
        channel=heard.channel, chat=heard.update.chat, person_id=heard.person or 0, ended=""
    ).select_related("action", "action__delivery")
    found = list(rows.order_by("pk"))
    if answered := heard.update.message:  # what answers another message is no answer to a question
        about = [one for one in found if answered == one.action.delivery.outside]
        return [one for one in found if answered == one.message] or about
    live = [one for one in found if one.expires_at > clock.now()]
    return live or found[-1:]


def _answered(heard: Heard, asking: Asking, words: str) -> Verdict:
    if _bare(words) in _CANCEL:
        dropped = text(_("Dropped. The task is still open."))
        return Verdict(person=heard.person, says=(dropped,), asked=asking.pk, asked_end="dropped")
    if _bare(words) in _TASKS:
        return tasks(heard)
    if words.startswith("/"):
        return _help(heard)
    if asking.expires_at <= clock.now():
        return _over(heard, asking, words)
    if asking.field:
        return _field(heard, asking, words)
    if heard.update.files:
        given = filing.attached(heard, asking.action.card_id)
        if given.state == "refused" or blank(words):
            return given
    if blank(words):
        return _again(heard, asking, _("Nothing is written. Why? Answer with words, or write “cancel”."))
    if not any(map(str.isalpha, words)):
        return _again(heard, asking, _("Nothing is written. Why? Answer with words, or write “cancel”."))
    if len(words) > LONGEST:
        return _again(heard, asking, _("That is too long: at most {many} characters.").format(many=LONGEST))
    return _ended(pressing.attempt(asking.action, heard, words), asking)


def _field(heard: Heard, asking: Asking, words: str) -> Verdict:
    if not heard.update.files and blank(words):
        return _again(heard, asking, _("Nothing came. Send it once more, or write “cancel”."))
    if not heard.update.files:
        return _ended(pressing.attempt(asking.action, heard, fields={asking.field: words}), asking)
    stored = filing.stored(heard)
    if isinstance(stored, Verdict):
        return stored
    return _ended(pressing.attempt(asking.action, heard, fields={asking.field: stored}), asking)


def _ended(verdict: Verdict, asking: Asking) -> Verdict:
    """A question that has its answer, or whose answer is of no use any more, is closed."""
    if verdict.question is not None or (verdict.state == "refused" and verdict.why not in codes.SENTENCES):
        return verdict
    return replace(verdict, asked=asking.pk, asked_end="answered")


def _over(heard: Heard, asking: Asking, words: str) -> Verdict:
    """Words long after the question may be about anything: they decide nothing."""
    if words.lower() in _TASKS:
        return replace(tasks(heard), asked=asking.pk, asked_end="over")
    late = text(_("I waited a quarter of an hour for the answer. Press the button once more. Nothing was decided."))
    return Verdict("ignored", codes.EXPIRED, heard.person, says=(late,), asked=asking.pk, asked_end="over")


def _again(heard: Heard, asking: Asking, asks: str) -> Verdict:
    told = {"title": _("One more time, please"), "asks": asks}
    return Verdict(
        "ignored",
        codes.UNCLEAR,
        heard.person,
        says=(Say("asks", told, asking.action.delivery_id),),
        question=Question(asking.action_id, asks, asking.field),
    )


def tasks(heard: Heard) -> Verdict:
    """What waits for the person; in the short manner only how much."""
    assert heard.person is not None
    actor = pressing.actor_of(heard.person, heard.channel)
    found = cards.tasks(actor, "mine", LISTED)
    if not found:
        return Verdict(person=heard.person, says=(text(_("No open tasks.")),))
    zone = ZoneInfo(org.chart().work_time(heard.person).schedule.zone)
    lines = [] if sums.short(heard.channel) else [
        (moment(one.due_at, zone) if one.due_at else "", one.card.name) for one in found
    ]  # fmt: skip
    title = _("Open tasks: {many}").format(many=cards.counts(actor)["mine"])
    say = text(title, _("Their messages are above; all of them are in the portal."), *lines)
    say.told["url"] = offering.inbox_url()
    return Verdict(person=heard.person, says=(say,))


def _help(heard: Heard) -> Verdict:
    words = _(
        "I understand buttons and answers to my questions. “tasks” lists what waits for you, a file as an answer to the"
        " message of a task goes to its card, /stop unlinks this account."
    )
    return Verdict("ignored", codes.UNCLEAR, heard.person, says=(text(_("I did not understand that"), words),))
