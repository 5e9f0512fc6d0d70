"""Companies, their addresses and who is who there."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ..rules import AddressKind, Kind


class Company(models.Model):
    """A legal entity or an ИП with its requisites. One ИНН may stand for several branches, told apart by КПП (A2.5)."""

    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in Kind])
    name = models.CharField(max_length=200)
    full_name = models.CharField(max_length=500, blank=True, default="")
    #: as contracts and print forms write it: ООО «Ромашка»
    short_name = models.CharField(max_length=300, blank=True, default="")
    #: one of our own organisations, in whose name papers go out
    ours = models.BooleanField(default=False)
    inn = models.CharField(max_length=12)
    kpp = models.CharField(max_length=9, blank=True, default="")
    ogrn = models.CharField(max_length=15, blank=True, default="")
    bank_name = models.CharField(max_length=200, blank=True, default="")
    bik = models.CharField(max_length=9, blank=True, default="")
    account = models.CharField(max_length=20, blank=True, default="")
    corr_account = models.CharField(max_length=20, blank=True, default="")
    address = models.CharField(max_length=500, blank=True, default="")
    phone = models.CharField(max_length=100, blank=True, default="")
    email = models.CharField(max_length=100, blank=True, default="")
    note = models.TextField(blank=True, default="")
    #: see rules.company_sort_key; collation "C" makes the order the same on every server
    sort_key = models.CharField(max_length=1000, db_collation="C")
    #: see rules.search_text
    search_text = models.CharField(max_length=1000)
    #: the person who added the company; null when a program did
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    #: counts edits, so that two people never overwrite each other unseen
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inn", "kpp"], name="company_inn_kpp_once"),
            models.CheckConstraint(condition=models.Q(inn__regex=r"^([0-9]{10}|[0-9]{12})$"), name="company_inn_form"),
            models.CheckConstraint(condition=models.Q(kind__in=[kind.value for kind in Kind]), name="company_kind"),
        ]
        indexes = [
            models.Index(fields=["sort_key"], name="company_sort_key"),
            models.Index(fields=["sort_key"], name="company_ours", condition=models.Q(ours=True)),
        ]

    def __str__(self) -> str:
        return self.name


class Address(models.Model):
    """Where the company is beside its legal address; goods may go to several places."""

    company = models.ForeignKey(Company, models.CASCADE, related_name="addresses")
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in AddressKind])
    text = models.CharField(max_length=500)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=[kind.value for kind in AddressKind]), name="address_kind"
            )
        ]

    def __str__(self) -> str:
        return self.text
