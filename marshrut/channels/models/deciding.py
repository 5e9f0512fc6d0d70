"""What a person may press or write besides the portal: each button is a row of one person and content, used once."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from marshrut.org.models import Person

from .traffic import Delivery, Inbound

#: press an outcome · «Взять в работу»
VERBS = ("outcome", "take")


class Action(models.Model):
    """A button of a message, or a decision proposed by mail. The secret part is told once; only its digest is kept."""

    digest = models.TextField(unique=True, db_collation="C")
    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    channel = models.TextField(db_collation="C")
    card_id = models.BigIntegerField()
    #: id of the task, and the content that was shown with the button
    task_id = models.BigIntegerField()
    edition = models.BigIntegerField()
    verb = models.TextField(db_collation="C", default="outcome")
    outcome = models.TextField(db_collation="C", default="", blank=True)
    #: key of a listed reason
    because = models.TextField(db_collation="C", default="", blank=True)
    #: what the person has written already: of a proposal by mail
    words = models.TextField(default="", blank=True)
    proposed = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    #: code of how it ended: "done", "void" (another was used, the task or the address ended), …
    ended = models.TextField(db_collation="C", default="", blank=True)

    class Meta:
        db_table = "channels_action"
        constraints = [models.CheckConstraint(name="action_verb", condition=Q(verb__in=VERBS))]
        indexes = [
            models.Index("task_id", name="action_task"),
            models.Index("task_id", name="action_open_task", condition=Q(ended="")),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.outcome} of task {self.task_id}"


class Asking(models.Model):
    """Words are awaited in a chat: why, for an outcome that asks for a reason."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    channel = models.TextField(db_collation="C")
    chat = models.TextField(db_collation="C")
    #: number there of the message that asks
    message = models.TextField(db_collation="C", default="", blank=True)
    #: key of a field that takes the file that is awaited; "" when words are
    field = models.TextField(db_collation="C", default="", blank=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    #: "", "answered", "dropped", "over"
    ended = models.TextField(db_collation="C", default="", blank=True)

    class Meta:
        db_table = "channels_asking"
        indexes = [models.Index("channel", "chat", name="asking_open", condition=Q(ended=""))]

    def __str__(self) -> str:
        return f"{self.channel} asks for {self.action_id}"


class Spoken(models.Model):
    """What we say in a chat besides notices: an answer to what was heard, a question. Composed when it is sent."""

    inbound = models.ForeignKey(Inbound, models.CASCADE, null=True, related_name="+")
    channel = models.TextField(db_collation="C")
    chat = models.TextField(db_collation="C")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    #: of `deciding.speaking`; ids and plain facts it is composed from, never a secret
    kind = models.TextField(db_collation="C")
    told = models.JSONField(default=dict)
    #: its number on the other side, once it was sent
    outside = models.TextField(db_collation="C", default="", blank=True)
    asking = models.ForeignKey(Asking, models.SET_NULL, null=True, related_name="+")
    #: of the card and task it is about: a reply to it is about them
    delivery = models.ForeignKey(Delivery, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "channels_spoken"
        indexes = [models.Index("channel", "outside", name="spoken_outside", condition=~Q(outside=""))]

    def __str__(self) -> str:
        return f"{self.channel} {self.chat} {self.outside}"


class Ticket(models.Model):
    """A one-time link that ties an account of a messenger to a person. Only digests of its secrets are kept."""

    digest = models.TextField(unique=True, db_collation="C")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    channel = models.TextField(db_collation="C")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    #: the first account that opened it, and the secret of its button «Это я»
    sender = models.TextField(db_collation="C", default="", blank=True)
    button = models.TextField(db_collation="C", default="", blank=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "channels_ticket"
        indexes = [models.Index("button", name="ticket_button", condition=~Q(button=""))]

    def __str__(self) -> str:
        return f"{self.channel} for {self.person_id}"
