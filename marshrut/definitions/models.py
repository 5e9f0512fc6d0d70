"""Tables of the room: installed versions of packs, which one is active, settings, the revision of all of it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models


class PackVersion(models.Model):
    """A pack as it was when it was installed. Never changes: cards keep the version they started with (D15)."""

    pack = models.CharField(max_length=40)
    version = models.CharField(max_length=40)
    #: JSON text of what the files say; text, because the order of fields has a meaning and jsonb loses it
    content = models.TextField()
    #: of `content`, in hex
    sha256 = models.CharField(max_length=64)
    installed_at = models.DateTimeField()
    #: null: the system itself, when an installation is set up
    installed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pack", "version"], name="pack_version_once")]

    def __str__(self) -> str:
        return f"{self.pack} {self.version}"


class ActivePack(models.Model):
    """The version that new cards of the pack start with."""

    pack = models.CharField(max_length=40, primary_key=True)
    version = models.ForeignKey(PackVersion, models.PROTECT, related_name="+")


class SettingValue(models.Model):
    """What an administrator set a setting of a pack to; without a row the pack's own default holds."""

    pack = models.CharField(max_length=40)
    key = models.CharField(max_length=40)
    #: a whole number, or "13:00" of a time
    value = models.JSONField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pack", "key"], name="setting_value_once")]


class Grant(models.Model):
    """A row of a company's own access to cards of a type. Rows of a type, once there are any, replace the pack's."""

    card_type = models.CharField(max_length=40)
    #: order on the page
    n = models.SmallIntegerField()
    #: the words are those of `schema.access`
    who = models.CharField(max_length=80)
    may = ArrayField(models.CharField(max_length=20))
    scope = models.CharField(max_length=20)
    stages = ArrayField(models.CharField(max_length=40), default=list)
    fields = ArrayField(models.CharField(max_length=40), default=list)
    departments = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["card_type", "n"], name="grant_once")]


class DefinitionsRevision(models.Model):
    """One row. Its number changes with every installed pack and every changed setting."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    revision = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="definitions_revision_one_row")]
