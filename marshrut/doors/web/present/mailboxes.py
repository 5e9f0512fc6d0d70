"""Mailboxes in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marshrut.crm import queries as crm
from marshrut.doors.web import formats
from marshrut.doors.web.screens.forms import Kind
from marshrut.doors.web.screens.mailboxes import CameRow, CheckStep, MailboxesScreen, MailboxRow, MailboxScreen
from marshrut.doors.web.screens.parts import Badge, Empty, Link, Tone
from marshrut.doors.web.screens.simple import FormScreen
from marshrut.kernel import clock
from marshrut.letters.mail_sentences import MAIL_KINDS, MAIL_NOTES, MAIL_TROUBLES
from marshrut.letters.queries import MailboxInfo, Taken
from marshrut.letters.rules.mailboxes import SERVICES

from .draft import Draft
from .viewer import Viewer

PATH = "/mailboxes/"
MARKS: Final[Mapping[str, tuple[str, Tone]]] = {
    "ok": ("circle-check", Tone.OK),
    "bad": ("alert-circle", Tone.BAD),
    "warn": ("alert-triangle", Tone.WARN),
    "skipped": ("info-circle", Tone.NEUTRAL),
}
PLAIN: Final = gettext_lazy("none (this machine only)")
LEAD = gettext_lazy("Letters that come to it become drafts for the secretary; letters of the organisation leave by it.")


def listing(found: Sequence[MailboxInfo], viewer: Viewer) -> MailboxesScreen:
    names = crm.describe(one.organisation for one in found)
    create = Link(_("Connect a mailbox"), f"{PATH}new/", "plus")
    words = _("Connect the mailbox of the office: letters then become drafts with their files by themselves.")
    return MailboxesScreen(
        rows=tuple(
            MailboxRow(
                name=one.name,
                url=f"{PATH}{one.id}/",
                address=one.address,
                organisation=names[one.organisation].name if one.organisation in names else "",
                seen=_seen(one, viewer),
                badge=_badge(one),
            )
            for one in found
        ),
        create=create,
        empty=None if found else Empty("start", _("No mailboxes yet"), words, create),
    )


def screen(
    one: MailboxInfo, came: Sequence[Taken], viewer: Viewer, check: Mapping[str, Any] | None = None
) -> MailboxScreen:
    happened, advice = MAIL_TROUBLES.get(one.error, ("", "")) if one.error else ("", "")
    words = f"{happened} ({one.error_words})" if one.error_words and happened else str(happened)
    return MailboxScreen(
        title=one.name,
        url=f"{PATH}{one.id}/",
        badge=_badge(one),
        facts=tuple((label, value) for label, value in _facts(one, viewer) if value),
        warning=words,
        advice=str(advice),
        steps=tuple(_step(step) for step in check["steps"]) if check else (),
        verdict=_verdict(check) if check else "",
        verdict_tone=Tone.OK if check and check["ok"] else Tone.BAD,
        came=tuple(_came(row, viewer) for row in came),
        version=one.version,
    )


def form(draft: Draft, viewer: Viewer, one: MailboxInfo | None = None, version: int | None = None) -> FormScreen:
    """A new mailbox, or `one` to change; `version` is the one the refused form was opened at."""
    ours = [(str(company.id), company.name) for company in crm.organisations(viewer.actor)]
    security = [("tls", "TLS"), ("starttls", "STARTTLS"), ("plain", str(PLAIN))]
    kept = _("Leave it empty to keep the one that is there.") if one else ""
    app = _("Yandex, Mail and Gmail want a password for programs («пароль приложения»), not that of the account.")
    fields = [
        draft.field("name", _("Name"), required=True, hint=_("For example: Office")),
        draft.field("address", _("E-mail address"), Kind.EMAIL, required=True),
        draft.field("organisation", _("Organisation"), Kind.CHOICE, options=ours, required=True,
                    hint=_("Whose letters these are.")),
        *([] if one else [draft.field("service", _("Mail service"), Kind.CHOICE, options=[
            ("", _("A server of our own: written below")), *((key, it.title) for key, it in SERVICES.items())])]),
        draft.field("imap_password", _("Password"), Kind.PASSWORD, required=one is None, hint=kept or app,
                    autocomplete="new-password"),
        draft.field("registrar", _("Who looks through the mail"), Kind.PERSON, source="/people/suggest/", required=True,
                    hint=_("Usually the secretary: drafts are made in this person's name.")),
        draft.field("addressee", _("Letters are for"), Kind.PERSON, source="/people/suggest/",
                    hint=_("Put on every draft; the secretary may choose another.")),
        draft.field("imap_host", _("Server of incoming mail (IMAP)"), placeholder="imap.company.ru",
                    hint=_("Empty: no letters are taken.")),
        draft.field("imap_security", _("Encryption"), Kind.CHOICE, options=security, place="imap-"),
        draft.field("imap_port", _("Port"), Kind.NUMBER, placeholder="993"),
        draft.field("imap_user", _("User name"), placeholder=_("as the address"), autocomplete="off"),
        draft.field("folder_in", _("Folder of new letters"), placeholder="INBOX"),
        draft.field("folder_done", _("Put read letters into the folder"), placeholder=_("leave them where they are")),
        draft.field("folder_error", _("Put what could not be read into the folder"),
                    placeholder=_("leave it where it is")),
        draft.field("old_letters", _("Take letters that lie there already"), Kind.YES_NO),
        draft.field("smtp_host", _("Server of outgoing mail (SMTP)"), placeholder="smtp.company.ru",
                    hint=_("Empty: no letters leave by it.")),
        draft.field("smtp_security", _("Encryption"), Kind.CHOICE, options=security, place="smtp-"),
        draft.field("smtp_port", _("Port"), Kind.NUMBER, placeholder="465"),
        draft.field("smtp_user", _("User name"), placeholder=_("as the address"), autocomplete="off"),
        draft.field("smtp_password", _("Password for outgoing mail"), Kind.PASSWORD, autocomplete="new-password",
                    hint=kept or _("Empty: the same as for incoming mail.")),
        draft.field("folder_sent", _("Put a copy of sent letters into the folder"), placeholder=_("keep no copy")),
        draft.field("active", _("Works"), Kind.YES_NO),
    ]  # fmt: skip
    return FormScreen(
        title=_("Change the mailbox") if one else _("Connect a mailbox"),
        back=Link(one.name, f"{PATH}{one.id}/") if one else Link(_("Mailboxes"), PATH),
        lead=str(LEAD),
        form=draft.form(
            f"{PATH}{one.id}/edit/" if one else f"{PATH}new/", fields, "", version or (one.version if one else 0)
        ),
        danger=Link(_("Disconnect"), f"{PATH}{one.id}/remove") if one else None,
        danger_confirm=_("The settings and the passwords are forgotten. Letters that came by it stay.") if one else "",
    )


def fresh() -> Draft:
    return Draft({"imap_security": "tls", "smtp_security": "tls", "active": "1"})


def draft(one: MailboxInfo, viewer: Viewer) -> Draft:
    names = ("name", "address", "organisation", "imap_host", "imap_port", "imap_security", "imap_user", "folder_in",
             "folder_done", "folder_error", "smtp_host", "smtp_port", "smtp_security", "smtp_user", "folder_sent",
             "active", "old_letters", "registrar", "addressee")  # fmt: skip
    people = {f"{name}_text": viewer.chart.name(person) for name in ("registrar", "addressee")
              if (person := getattr(one, name))}  # fmt: skip
    return Draft({name: getattr(one, name) for name in names} | people)


def _facts(one: MailboxInfo, viewer: Viewer) -> Iterable[tuple[str, str]]:
    ours = crm.describe([one.organisation]).get(one.organisation)
    yield _("Address"), one.address
    yield _("Organisation"), ours.name if ours else ""
    yield _("Who looks through the mail"), viewer.chart.name(one.registrar)
    yield _("Letters are for"), viewer.chart.name(one.addressee) if one.addressee else ""
    yield _("Incoming mail"), f"{one.imap_host}:{one.imap_port}" if one.imap_host else _("not set up")
    yield _("Outgoing mail"), f"{one.smtp_host}:{one.smtp_port}" if one.smtp_host else _("not set up")
    yield _("Read last"), _seen(one, viewer)


def _seen(one: MailboxInfo, viewer: Viewer) -> str:
    return formats.ago(one.seen_at, clock.now(), viewer.zone) if one.seen_at else _("not yet")


def _badge(one: MailboxInfo) -> Badge:
    if not one.active:
        return Badge(_("switched off"))
    if one.silent or one.error:
        return Badge(_("does not answer"), Tone.BAD)
    return Badge(_("works"), Tone.OK) if one.seen_at or not one.imap_host else Badge(_("not read yet"), Tone.INFO)


def _step(step: Mapping[str, str]) -> CheckStep:
    mark, tone = MARKS[step["outcome"]]
    return CheckStep(step["title"], mark, tone, step["said"], step["advice"])


def _verdict(check: Mapping[str, Any]) -> str:
    if check["ok"]:
        return _("Everything works: the mailbox can be read and letters can leave.")
    return _("Something does not work yet: what to do stands beside the step.")


def _came(row: Taken, viewer: Viewer) -> CameRow:
    what = str(MAIL_NOTES.get(row.note) or MAIL_KINDS.get(row.kind, ""))
    at = formats.ago(row.at, clock.now(), viewer.zone)
    return CameRow(at, row.sender, what, Link(_("Card"), f"/cards/{row.card}/") if row.card else None)
