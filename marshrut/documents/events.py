"""The kinds of history this room writes: on the subject "document:<id>", and on "documents" about kinds and numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from marshrut.history import record
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor

ADDED = "document.added"
VERSIONED = "document.versioned"
RENAMED = "document.renamed"
MOVED = "document.moved"
STATUS_SET = "document.status_set"
REGISTERED = "document.registered"
VOIDED = "document.voided"
LINKED = "document.linked"
UNLINKED = "document.unlinked"
DATED = "document.dated"
REMOVED = "document.removed"

KIND_ADDED = "documents.kind_added"
KIND_EDITED = "documents.kind_edited"
KIND_ARCHIVED = "documents.kind_archived"
STATUSES_SET = "documents.statuses_set"
RULE_SET = "documents.number_rule_set"
RULE_REMOVED = "documents.number_rule_removed"
COUNTER_SET = "documents.counter_set"
FOLDER_ADDED = "documents.folder_added"
FOLDER_RENAMED = "documents.folder_renamed"
FOLDER_REMOVED = "documents.folder_removed"
TEMPLATE_ADDED = "documents.template_added"
TEMPLATE_EDITED = "documents.template_edited"
TEMPLATE_ARCHIVED = "documents.template_archived"

SENTENCES = {
    ADDED: _("Document added: {file}"),
    VERSIONED: _("Version {n}: {file}"),
    RENAMED: _("Title changed: {from} → {to}"),
    MOVED: _("Moved: {from} → {to}"),
    STATUS_SET: _("Status: {from} → {to}"),
    REGISTERED: _("Registered under the number {number}"),
    VOIDED: _("Number {number} is void: {reason}"),
    LINKED: _("Put on {spot}"),
    UNLINKED: _("Taken off {spot}"),
    DATED: _("Changed: {changed}"),
    REMOVED: _("Document removed: {reason}"),
    KIND_ADDED: _("Kind of documents added: {kind}"),
    KIND_EDITED: _("Kind of documents changed: {kind}"),
    KIND_ARCHIVED: _("Kind of documents archived or restored: {kind}"),
    STATUSES_SET: _("Statuses changed: {kind}"),
    RULE_SET: _("Number rule of {kind}: {template}"),
    RULE_REMOVED: _("Number rule of {kind} removed: {template}"),
    COUNTER_SET: _("Last number of {kind} for {year}: {last}"),
    FOLDER_ADDED: _("Folder added: {name}"),
    FOLDER_RENAMED: _("Folder renamed: {from} → {to}"),
    FOLDER_REMOVED: _("Folder removed: {name}"),
    TEMPLATE_ADDED: _("Template added: {title}"),
    TEMPLATE_EDITED: _("Template changed: {title}"),
    TEMPLATE_ARCHIVED: _("Template put away or offered again: {title}"),
}
#: what the places of the sentences are; `queries.shown` turns them into words
REFS: Mapping[str, str] = {"changed": "document_field"}
#: of the sentences about statuses: values are "kind/status"
STATUS_REFS: Mapping[str, str] = {"from": "document_status", "to": "document_status"}
SETTINGS = "documents"


def subject(document: int) -> str:
    return f"document:{document}"


def write(actor: Actor, document: int, what: str, body: Mapping[str, Any] | None = None, /, **values: Any) -> None:
    """A line at the end of the paper's chain; `values` may be erased later."""
    line = record.line(what, actor=actor, at=clock.now(), body=body, values=values)
    record.append(subject(document), [line])


def write_settings(actor: Actor, what: str, /, **body: Any) -> None:
    record.append(SETTINGS, [record.line(what, actor=actor, at=clock.now(), body=body)])
