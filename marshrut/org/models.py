"""Tables of the company: people, departments, roles, absences, the revision of all of it, API tokens."""

from __future__ import annotations

from importlib import import_module
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Lower

from . import rules


class PersonManager(BaseUserManager["Person"]):
    """Signing in finds a person by e-mail in any case."""

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email=(username or "").replace("\x00", "").strip().lower())


class Person(AbstractBaseUser):
    """An employee, and the account he signs in with. Dismissed people stay, because history names them."""

    email = models.EmailField(unique=True)
    last_name = models.CharField(max_length=100)
    first_name = models.CharField(max_length=100)
    middle_name = models.CharField(max_length=100, blank=True, default="")
    position = models.CharField(max_length=200, blank=True, default="")
    department = models.ForeignKey("Department", models.PROTECT, null=True, blank=True, related_name="people")
    language = models.CharField(max_length=2, default="ru", choices=[("ru", "Русский"), ("en", "English")])
    #: IANA name; null means the zone of the company
    time_zone = models.CharField(max_length=64, null=True, blank=True)
    #: weekly template in the form of `calendars`; null means the schedule of the company
    schedule = models.JSONField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    is_admin = models.BooleanField(default=False)
    #: single-letter keyboard shortcuts on pages
    keys_enabled = models.BooleanField(default=True)
    #: see rules.sort_key; collation "C" makes the order the same on every server
    sort_key = models.CharField(max_length=700, db_collation="C", default="")

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = PersonManager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="person_email_is_lower_case"),
        ]
        indexes = [models.Index(fields=["sort_key"], name="person_sort_key")]

    def __str__(self) -> str:
        return self.full_name

    @property
    def short_name(self) -> str:
        """«Иванова А. П.» (no-break spaces)."""
        return rules.short_name(self.last_name, self.first_name, self.middle_name)

    @property
    def full_name(self) -> str:
        return rules.full_name(self.last_name, self.first_name, self.middle_name)

    @property
    def initials(self) -> str:
        return rules.initials(self.last_name, self.first_name)


class Department(models.Model):
    name = models.CharField(max_length=200)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    head = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="headed")
    sort = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                name="department_not_in_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CompanyRole(models.Model):
    """A duty that packs address by key, e.g. "finance_manager"."""

    key = models.CharField(max_length=64, unique=True)
    title_ru = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.key

    def title(self, language: str | None) -> str:
        return self.title_en if (language or "").startswith("en") else self.title_ru


class RoleHolder(models.Model):
    role = models.ForeignKey(CompanyRole, models.PROTECT, related_name="holders")
    person = models.ForeignKey(Person, models.PROTECT, related_name="roles")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["role", "person"], name="role_holder_once")]


class OrgRevision(models.Model):
    """One row. Its number changes with every change of the company, and tells processes to reload what they keep."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    revision = models.BigIntegerField()

    class Meta:
        db_table = "org_revision"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="org_revision_one_row")]


class ApiToken(models.Model):
    """A key of a person for programs. The text itself is shown once and never stored."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=100)
    #: SHA-256 of the whole text, in hex
    digest = models.CharField(max_length=64, unique=True)
    #: the last characters of the text, to tell tokens apart on a page
    hint = models.CharField(max_length=8)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)


class SignInTry(models.Model):
    """A wrong password, kept for a quarter of an hour: see tries.py. Written by SQL on the clock of the database."""

    id = models.BigAutoField(primary_key=True)
    #: SHA-256 of the e-mail, in hex
    email = models.CharField(max_length=64, db_collation="C")
    address = models.CharField(max_length=60, db_collation="C")
    at = models.DateTimeField()

    class Meta:
        db_table = "org_sign_in_try"
        indexes = [
            models.Index(fields=["email"], name="sign_in_try_email"),
            models.Index(fields=["address"], name="sign_in_try_address"),
            models.Index(fields=["at"], name="sign_in_try_at"),
        ]


class Absence(models.Model):
    """A period when somebody else decides for the person. Ended early it stays, because history names it."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="absences")
    #: [since, until); whole days begin and end at midnight of the person's time zone
    since = models.DateTimeField()
    until = models.DateTimeField()
    reason = models.CharField(max_length=20, choices=[(one, one) for one in rules.REASONS])
    note = models.CharField(max_length=500, blank=True, default="")
    #: null: a program
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=10, default="hand", choices=[("hand", "hand"), ("import", "import")])

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(until__gt=models.F("since")), name="absence_has_a_length"),
            models.CheckConstraint(condition=models.Q(reason__in=rules.REASONS), name="absence_reason_is_known"),
        ]
        indexes = [
            models.Index(fields=["person", "since"], name="absence_person_since"),
            models.Index(fields=["until"], name="absence_until"),
        ]


class Substitute(models.Model):
    """Who gets the tasks of an absent person: all of them, or those of some card types and sums."""

    absence = models.ForeignKey(Absence, models.CASCADE, related_name="substitutes")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    #: keys; empty means all
    card_types = ArrayField(models.CharField(max_length=64), default=list)
    #: roubles, above this sum and up to that one; null means no bound
    above = models.DecimalField(max_digits=15, decimal_places=2, null=True)
    up_to = models.DecimalField(max_digits=15, decimal_places=2, null=True)
    #: the first that fits gets the task
    n = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["absence", "n"], name="substitute_place_once")]


class SignInSession(AbstractBaseSession):
    """A browser that is signed in, or not yet: see sign_in/store.py. Lives by the clock of the database."""

    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="sessions")
    #: what the browser says of itself
    device = models.CharField(max_length=300, blank=True, default="")
    address = models.CharField(max_length=60, blank=True, default="")
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        db_table = "org_session"
        indexes = [models.Index(fields=["person"], name="session_person")]

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        store: type[SessionBase] = import_module(settings.SESSION_ENGINE).SessionStore  # which imports this module
        return store


class SignInLink(models.Model):
    """A one-use address to set a password with: an invitation, or help for whoever forgot theirs."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="links")
    purpose = models.CharField(max_length=12, choices=[(one, one) for one in rules.LINK_HOURS])
    #: SHA-256 of the secret part, in hex
    digest = models.CharField(max_length=64, unique=True)
    #: null: the system, on demand of whoever forgot the password
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "org_sign_in_link"
