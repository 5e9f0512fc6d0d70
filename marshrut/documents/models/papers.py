"""Documents: papers with their versions, what they lie on, and what is searched for in them."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from .files import StoredFile
from .kinds import Folder, Kind, KindStatus


class Document(models.Model):
    """A paper. Its number is not its id: it is given at registration (`Entry`)."""

    kind = models.ForeignKey(Kind, models.PROTECT, related_name="documents")
    title = models.CharField(max_length=300)
    folder = models.ForeignKey(Folder, models.PROTECT, related_name="documents")
    status = models.ForeignKey(KindStatus, models.PROTECT, related_name="documents")
    status_at = models.DateTimeField()
    #: null when a program set it
    status_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    #: the one of our organisations whose book it is registered in
    organisation_id = models.BigIntegerField(null=True)
    #: date of the paper
    doc_date = models.DateField(null=True)
    #: of its date, else of the day it was added
    year = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=60, blank=True, default="")
    registered_at = models.DateTimeField(null=True)
    signed_on = models.DateField(null=True)
    sent_on = models.DateField(null=True)
    #: the card whose process owns the status; then nobody sets it by hand
    owner_card = models.BigIntegerField(null=True, db_index=True)
    #: the card that leads it or led it last, and the visit of it that spoke last
    last_card = models.BigIntegerField(null=True)
    owner_visit = models.PositiveIntegerField(default=0)
    #: the current version
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    version_n = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    #: counts changes, for forms opened earlier
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["kind", "-id"], name="document_kind"),
            models.Index(fields=["folder", "-id"], name="document_folder"),
            models.Index(fields=["status", "-id"], name="document_status"),
            models.Index(fields=["author", "-id"], name="document_author"),
        ]

    def __str__(self) -> str:
        return self.title


class DocumentVersion(models.Model):
    document = models.ForeignKey(Document, models.CASCADE, related_name="versions")
    n = models.PositiveIntegerField()
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    note = models.CharField(max_length=500, blank=True, default="")
    #: the card it came from
    card = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "n"], name="document_version_once")]

    def __str__(self) -> str:
        return f"{self.document_id} v{self.n}"


class DocumentLink(models.Model):
    """Where a paper lies: a card, a company, a contact, a deal, a project (see `places`)."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="links")
    place = models.CharField(max_length=12)
    ref = models.BigIntegerField()
    #: the field of the card, when it lies in one
    field = models.CharField(max_length=60, blank=True, default="")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "place", "ref"], name="document_link_once")]
        indexes = [models.Index(fields=["place", "ref"], name="document_link_place")]

    def __str__(self) -> str:
        return f"{self.document_id} → {self.place}:{self.ref}"


class DocumentSearch(models.Model):
    """Title, number and text, away from what changes at every step (performance §3)."""

    document = models.OneToOneField(Document, models.CASCADE, primary_key=True, related_name="search")
    search = SearchVectorField()

    class Meta:
        indexes = [GinIndex(fields=["search"], name="document_search")]

    def __str__(self) -> str:
        return str(self.document_id)
