"""What cards say about letters, kept in the order of threads. All of it but links by hand can be rebuilt from cards."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

DIRECTIONS = ["in", "out"]
#: apart: somebody said that the two have nothing to do with each other
LINKS = ["reply", "follow_up", "addendum", "related", "apart"]
REASONS = ["field", "header", "number", "hand"]


class Letter(models.Model):
    """A card whose type is a letter, as its fields stood when it was looked at last. Access is the card's."""

    card = models.BigIntegerField(primary_key=True)
    type = models.TextField(db_collation="C")
    direction = models.TextField(db_collation="C")
    company_id = models.BigIntegerField(null=True)
    contact_id = models.BigIntegerField(null=True)
    project_id = models.BigIntegerField(null=True)
    #: told to belong to no project
    no_project = models.BooleanField(default=False)
    #: organisation of ours
    organisation_id = models.BigIntegerField(null=True)
    subject = models.TextField(default="")
    #: our number and its day, from the book
    number = models.TextField(default="")
    dated = models.DateField(null=True)
    their_number = models.TextField(default="")
    their_date = models.DateField(null=True)
    #: numbers as they are compared, see `rules.numbers.key`
    number_key = models.TextField(db_collation="C", default="")
    their_key = models.TextField(db_collation="C", default="")
    #: whom of ours it is for, who works on it
    addressee_id = models.BigIntegerField(null=True)
    executor_id = models.BigIntegerField(null=True)
    term = models.DateField(null=True)
    address = models.TextField(default="")
    sent_on = models.DateField(null=True)
    way = models.TextField(default="")
    track = models.TextField(default="")
    #: file of the paper, and whether its text was known when the letter was looked at
    paper_id = models.BigIntegerField(null=True)
    paper_read = models.BooleanField(default=False)
    #: where it stands in time: sent, registered or begun
    day = models.DateField()
    #: the first letter of its thread
    thread = models.BigIntegerField()
    created_at = models.DateTimeField()

    class Meta:
        db_table = "letters_letter"
        constraints = [models.CheckConstraint(condition=Q(direction__in=DIRECTIONS), name="letters_direction")]
        indexes = [
            models.Index(F("day").desc(), F("card").desc(), name="letters_newest"),
            models.Index("thread", "day", "card", name="letters_thread"),
            models.Index("company_id", F("day").desc(), F("card").desc(), name="letters_company"),
            models.Index("project_id", F("day").desc(), F("card").desc(), name="letters_project"),
            models.Index("card", name="letters_unread", condition=Q(paper_read=False, paper_id__isnull=False)),
            models.Index("number_key", name="letters_number", condition=~Q(number_key="")),
            models.Index("their_key", name="letters_their_number", condition=~Q(their_key="")),
        ]


class Link(models.Model):
    """`card` answers, follows up, adds to or has to do with `other`."""

    card = models.BigIntegerField()
    other = models.BigIntegerField()
    kind = models.TextField(db_collation="C")
    because = models.TextField(db_collation="C")
    #: the field of the card, when it is because of a field
    field = models.TextField(default="")
    at = models.DateTimeField()
    #: person who made it by hand
    by = models.BigIntegerField(null=True)

    class Meta:
        db_table = "letters_link"
        constraints = [
            models.UniqueConstraint(fields=["card", "other", "kind"], name="letters_link_once"),
            models.CheckConstraint(condition=~Q(card=F("other")), name="letters_link_other"),
            models.CheckConstraint(condition=Q(kind__in=LINKS), name="letters_link_kind"),
            models.CheckConstraint(condition=Q(because__in=REASONS), name="letters_link_because"),
        ]
        indexes = [models.Index("other", name="letters_link_back")]


class Mention(models.Model):
    """A number that the text of a letter names, so that a letter which gets that number later is found, too."""

    card = models.BigIntegerField()
    key = models.TextField(db_collation="C")
    #: the day written beside it
    day = models.DateField(null=True)
    #: what its words say, see `rules.numbers.Quoted`
    sense = models.TextField(db_collation="C")
    whose = models.TextField(db_collation="C", default="")
    sure = models.BooleanField(default=True)

    class Meta:
        db_table = "letters_mention"
        constraints = [models.UniqueConstraint(fields=["card", "key"], name="letters_mention_once")]
        indexes = [models.Index("key", name="letters_mention_key")]
