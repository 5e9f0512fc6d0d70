"""Who may do what with files and papers. Registered when the room starts.

Every kind of papers names its readers, adders and keepers; the author of a paper tends it beside the keepers while it
is a draft that no process has led (`sealed`).
Administrators shape kinds, numbers and folders; they read no paper by being that.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshrut.kernel.actor import Actor
from marshrut.org import access
from marshrut.org.rules import OrgChart

from .rules.kinds import among

STORE = "documents.store_file"
RECORD_PREVIEW = "documents.record_preview"
RECORD_TEXT = "documents.record_text"
RECORD_FORMAL = "documents.record_formal"

ADD = "documents.add_document"
VERSION = "documents.add_version"
RENAME = "documents.rename_document"
MOVE = "documents.move_document"
STATUS = "documents.set_status"
FINAL = "documents.set_final_status"
DATE = "documents.date_document"
REGISTER = "documents.register_document"
VOID = "documents.void_number"
LINK = "documents.link_document"
UNLINK = "documents.unlink_document"
REMOVE = "documents.remove_document"
COUNTER = "documents.set_counter"

ADD_KIND = "documents.add_kind"
EDIT_KIND = "documents.edit_kind"
ARCHIVE_KIND = "documents.archive_kind"
STATUSES = "documents.set_statuses"
SET_RULE = "documents.set_number_rule"
REMOVE_RULE = "documents.remove_number_rule"
ADD_FOLDER = "documents.add_folder"
RENAME_FOLDER = "documents.rename_folder"
REMOVE_FOLDER = "documents.remove_folder"

ADD_TEMPLATE = "documents.add_template"
EDIT_TEMPLATE = "documents.edit_template"
ARCHIVE_TEMPLATE = "documents.archive_template"
SEE_TEMPLATES = "documents.see_templates"

INSTALL = "documents.install_kinds"
FILE = "documents.file_from_card"
PROCESS_STATUS = "documents.process_status"
PROCESS_REGISTER = "documents.process_register"
TAKE_OFF = "documents.take_off_card"


def adder(actor: Actor, chart: OrgChart, about: Mapping[str, Any]) -> bool:
    """`about["kind"]` is the kind with its lists."""
    kind = about.get("kind")
    return kind is not None and among(kind.adders, actor.person_id or 0, chart)


def keeper(actor: Actor, chart: OrgChart, about: Mapping[str, Any]) -> bool:
    kind = about.get("kind")
    return kind is not None and among(kind.keepers, actor.person_id or 0, chart)


def keeper_or_author(actor: Actor, chart: OrgChart, about: Mapping[str, Any]) -> bool:
    """`about["author"]` added the paper."""
    return about.get("author") == actor.person_id or keeper(actor, chart, about)


def keeper_or_author_of_draft(actor: Actor, chart: OrgChart, about: Mapping[str, Any]) -> bool:
    """`about["sealed"]`: what the paper says was agreed or numbered, so it is not its author's to change any more."""
    return keeper(actor, chart, about) or (not about.get("sealed") and keeper_or_author(actor, chart, about))


def keeper_or_admin(actor: Actor, chart: OrgChart, about: Mapping[str, Any]) -> bool:
    return access.admin(actor, chart, about) or keeper(actor, chart, about)


def register() -> None:
    access.register(STORE, access.everyone, programs=["system", "robot", "integration"])
    access.register(RECORD_PREVIEW, access.nobody, programs=["system"])
    access.register(RECORD_TEXT, access.nobody, programs=["system"])
    access.register(RECORD_FORMAL, access.nobody, programs=["system"])
    access.register(ADD, adder, programs=["system", "integration"])
    for action in (LINK, UNLINK):
        access.register(action, keeper_or_author, programs=["system", "integration"])
    for action in (VERSION, RENAME, STATUS, DATE, REMOVE):
        access.register(action, keeper_or_author_of_draft, programs=["system", "integration"])
    for action in (MOVE, REGISTER, VOID, FINAL):
        access.register(action, keeper, programs=["system", "integration"])
    access.register(COUNTER, keeper_or_admin, programs=["system"])
    for action in (ADD_KIND, EDIT_KIND, ARCHIVE_KIND, STATUSES, SET_RULE, REMOVE_RULE):
        access.register(action, access.admin, programs=["system"])
    for action in (ADD_FOLDER, RENAME_FOLDER, REMOVE_FOLDER):
        access.register(action, access.admin, programs=["system"])
    for action in (ADD_TEMPLATE, EDIT_TEMPLATE, ARCHIVE_TEMPLATE):
        access.register(action, keeper_or_admin, programs=["system", "integration"])
    access.register(SEE_TEMPLATES, access.everyone, programs=["system", "robot", "integration"])
    access.register(INSTALL, access.nobody, programs=["system"])
    for action in (FILE, PROCESS_STATUS, PROCESS_REGISTER, TAKE_OFF):
        access.register(action, access.nobody, programs=["system", "robot"])
