"""People of the partners, and what each does at which company."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from ..rules import Role
from .company import Company


class Contact(models.Model):
    """A person we call and write to; one may act for several companies."""

    name = models.CharField(max_length=200)
    phone = models.CharField(max_length=100, blank=True, default="")
    email = models.CharField(max_length=100, blank=True, default="")
    note = models.TextField(blank=True, default="")
    #: Russian order, see org.rules.sort_key
    sort_key = models.CharField(max_length=500, db_collation="C")
    search_text = models.CharField(max_length=500)
    companies = models.ManyToManyField(Company, through="CompanyContact", related_name="contacts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["sort_key"], name="contact_sort_key")]

    def __str__(self) -> str:
        return self.name


class CompanyContact(models.Model):
    """What the contact does at the company."""

    company = models.ForeignKey(Company, models.CASCADE, related_name="contact_rows")
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="company_rows")
    roles = ArrayField(models.CharField(max_length=20, choices=[(one.value, one.value) for one in Role]), default=list)
    post = models.CharField(max_length=200, blank=True, default="")
    #: signs papers in the name of the company; one person does
    signs = models.BooleanField(default=False)
    #: what the right to sign rests on, as contracts write it: «Устава», «доверенности № 5 от 10.01.2026»
    basis = models.CharField(max_length=300, blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "contact"], name="contact_of_company_once"),
            models.UniqueConstraint(fields=["company"], condition=models.Q(signs=True), name="one_signatory"),
        ]

    def __str__(self) -> str:
        return f"{self.contact_id} – {self.company_id}"
