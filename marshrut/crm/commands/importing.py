"""Companies and their contacts from a table that was shown as a preview first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from marshrut.history import record
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Conflict
from marshrut.org import access

from .. import events, rights, rules, sheet
from ..models import Address, Company, CompanyContact, Contact
from . import companies, contacts, steps

BATCH = 1000
CHANGED_MEANWHILE = _("Companies changed since you looked. Here is what would change now.")


@command(rights.IMPORT)
def import_companies(
    actor: Actor, *, rows: Sequence[Sequence[str]], seen: str, update: bool = True, key: str | None = None
) -> dict[str, Any]:
    """All right rows of the table. They begin with the heading; `seen` is the digest of the preview that was shown.

    With `update` companies we have are changed, else skipped; empty cells change nothing. Returns how many companies
    were "added", "changed", "skipped", how many "contacts" were told of and how many rows were "wrong" and left out.
    Raises `Conflict` (code "preview_changed") when the preview would be another one now.
    """
    access.require(actor, rights.IMPORT)
    steps.lock_companies()
    plan = sheet.plan(rows, sheet.load(sheet.inns(rows)), update=update)
    if plan.digest != seen:
        raise Conflict(CHANGED_MEANWHILE, code="preview_changed")
    done = _Import(actor, clock.now())
    done.add(plan.of("new"))
    done.change([line for line in plan.of("changed") if line.first is None])
    done.place(plan.of("new", "changed"))
    done.meet([line for line in plan.of("new", "changed") if line.talk is not None])
    done.tell()
    return {
        "added": len(plan.of("new")),
        "changed": len({done.company(line) for line in plan.of("changed")} - set(done.begun)),
        "skipped": len(plan.of("skipped")),
        "contacts": done.met,
        "wrong": len(plan.of("wrong")),
    }


@dataclass
class _Import:
    """Rows of the plan on their way into the tables; what happened is gathered and told to the history at once."""

    actor: Actor
    at: datetime
    #: row -> id of a company the table adds
    ids: dict[int, int] = field(default_factory=dict)
    begun: dict[int, dict[str, Any]] = field(default_factory=dict)
    told: dict[str, list[record.Line]] = field(default_factory=lambda: defaultdict(list))
    fresh: dict[str, list[record.Line]] = field(default_factory=dict)
    met: int = 0

    def company(self, line: sheet.Line) -> int:
        return line.company or self.ids[line.first or line.row]

    def line(self, kind: str, body: dict[str, Any] | None = None, values: dict[str, Any] | None = None) -> record.Line:
        return record.line(kind, actor=self.actor, at=self.at, body=body, values=values)

    def add(self, lines: Sequence[sheet.Line]) -> None:
        author = self.actor.person_id
        made = [
            Company(**line.fields, **companies.derived(dict(line.fields)), author_id=author, added_at=self.at)
            for line in lines
        ]
        Company.objects.bulk_create(made, batch_size=BATCH)
        for line, row in zip(lines, made, strict=True):
            self.ids[line.row] = row.pk
            filled = {name: text for name, text in line.fields.items() if text}
            self.begun[row.pk] = filled | {kind: list(texts) for kind, texts in line.places.items()}
            self.fresh[events.subject(row.pk)] = [self.line(events.ADDED, values=self.begun[row.pk])]

    def change(self, lines: Sequence[sheet.Line]) -> None:
        rows = Company.objects.select_for_update().in_bulk([line.company for line in lines])
        changed = []
        for line in lines:
            row = rows[line.company or 0]
            values = steps.differing(row, line.fields)
            values |= (
                {"addresses": [[], [text for texts in line.places.values() for text in texts]]} if line.places else {}
            )
            if not values:
                continue
            steps.revise(row, {**line.fields, **companies.derived(dict(line.fields))})
            changed.append(row)
            self.told[events.subject(row.pk)].append(self.line(events.EDITED, {"changed": list(values)}, values))
        Company.objects.bulk_update(changed, [*rules.FIELDS, "sort_key", "search_text", "version"], batch_size=BATCH)

    def place(self, lines: Sequence[sheet.Line]) -> None:
        """Addresses of a kind that the table names replace those there were."""
        settled = []
        anew: dict[str, set[int]] = defaultdict(set)
        for line in lines:
            for kind in line.places if line.company is not None else ():
                anew[kind].add(line.company or 0)
            settled += [
                Address(company_id=self.company(line), kind=kind, text=text)
                for kind, texts in line.places.items()
                for text in texts
            ]
        for kind, several in anew.items():
            Address.objects.filter(company_id__in=several, kind=kind).delete()
        Address.objects.bulk_create(settled, batch_size=BATCH)

    def meet(self, lines: Sequence[sheet.Line]) -> None:
        known = [line for line in lines if line.talk and line.talk.contact]
        self._introduce([line for line in lines if line.talk and not line.talk.contact])
        self._refresh(known)
        self.met = len(lines)

    def _introduce(self, lines: Sequence[sheet.Line]) -> None:
        made = []
        for line in lines:
            assert line.talk is not None
            fields = {"name": line.talk.name, "phone": line.talk.phone, "email": line.talk.email, "note": ""}
            author = self.actor.person_id
            made.append(Contact(**fields, **contacts.derived(fields), author_id=author, added_at=self.at))
        Contact.objects.bulk_create(made, batch_size=BATCH)
        duties = []
        for line, row in zip(lines, made, strict=True):
            assert line.talk is not None
            company, duty = self.company(line), {"roles": list(line.talk.roles), "post": line.talk.post}
            duties.append(CompanyContact(company_id=company, contact=row, **duty))
            filled = {
                name: text for name, text in (("name", row.name), ("phone", row.phone), ("email", row.email)) if text
            }
            self.fresh[events.subject(row.pk, "contact")] = [self.line(events.CONTACT_ADDED, values=filled)]
            said = {name: value for name, value in duty.items() if value}
            self._of(company).append(self.line(events.CONTACT_LINKED, {"contact": row.pk}, said))
        CompanyContact.objects.bulk_create(duties, batch_size=BATCH)

    def _refresh(self, lines: Sequence[sheet.Line]) -> None:
        """Contacts the company had: telephone, e-mail, post and duties as the table says."""
        talks = [(self.company(line), line.talk) for line in lines if line.talk is not None]
        ids = {talk.contact for _company, talk in talks}
        rows = Contact.objects.select_for_update().order_by("pk").in_bulk(ids)
        there = CompanyContact.objects.filter(contact__in=ids, company__in={company for company, _talk in talks})
        duties = {(duty.company_id, duty.contact_id): duty for duty in there}
        people: dict[int, Contact] = {}
        moved: dict[int, CompanyContact] = {}
        for company, talk in talks:
            row, duty = rows[talk.contact or 0], duties[company, talk.contact or 0]
            if values := steps.differing(row, {"phone": talk.phone, "email": talk.email}):
                fields = {"name": row.name, "phone": talk.phone, "email": talk.email, "note": row.note}
                steps.revise(row, {**fields, **contacts.derived(fields)})
                people[row.pk] = row
                told = self.line(events.CONTACT_EDITED, {"changed": list(values)}, values)
                self.told[events.subject(row.pk, "contact")].append(told)
            does = {"roles": list(talk.roles), "post": talk.post}
            if values := steps.differing(duty, does):
                steps.revise(duty, does)
                moved[duty.pk] = duty
                body = {"contact": row.pk, "changed": list(values)}
                self._of(company).append(self.line(events.CONTACT_MOVED, body, values))
        columns = ["phone", "email", "sort_key", "search_text", "version"]
        Contact.objects.bulk_update(people.values(), columns, batch_size=BATCH)
        CompanyContact.objects.bulk_update(moved.values(), ["roles", "post", "version"], batch_size=BATCH)

    def _of(self, company: int) -> list[record.Line]:
        """The end of the company's chain, which may begin in this import."""
        subject = events.subject(company)
        return self.fresh[subject] if subject in self.fresh else self.told[subject]

    def tell(self) -> None:
        if self.fresh:
            record.append_new(self.fresh)
        if self.told:
            record.append_many(self.told)
