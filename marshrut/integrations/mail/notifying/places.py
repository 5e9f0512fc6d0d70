"""Whom the portal writes as, by which server, and the mailbox that hears the answers."""

from __future__ import annotations

from email.utils import parseaddr

from django.conf import settings

from marshrut.channels import wire
from marshrut.letters import post

#: of mail servers, RFC 8314
TLS_PORT = 993


def sender() -> str:
    return parseaddr(str(settings.DEFAULT_FROM_EMAIL))[1]


def host() -> str:
    """Of Message-IDs; the same whatever machine sends."""
    return sender().rpartition("@")[2] or "localhost"


def box(account: wire.Account) -> str:
    """The address answers are sent to, "" when nobody reads them."""
    told = account.settings
    return str(told.get("reply_address") or "").lower() if told.get("imap_host") else ""


def outgoing() -> post.Account:
    """The mail server of the portal."""
    security = "tls" if settings.EMAIL_USE_SSL else "starttls" if settings.EMAIL_USE_TLS else "none"
    return _account(
        address=sender(), smtp_host=settings.EMAIL_HOST, smtp_port=settings.EMAIL_PORT, smtp_security=security,
        smtp_user=settings.EMAIL_HOST_USER, smtp_password=settings.EMAIL_HOST_PASSWORD,
    )  # fmt: skip


def incoming(account: wire.Account) -> post.Account:
    """Raises WireTrouble."""
    told = account.settings
    port = str(told.get("imap_port") or TLS_PORT)
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise wire.WireTrouble("settings", port)
    return _account(
        address=box(account), imap_host=str(told["imap_host"]), imap_port=int(port),
        imap_security="tls" if int(port) != 143 else "starttls", imap_user=str(told.get("imap_user") or box(account)),
        imap_password=account.secrets.get("imap_password", ""), folder_in=str(told.get("folder") or "INBOX"),
    )  # fmt: skip


def _account(**told: object) -> post.Account:
    usual: dict[str, object] = dict.fromkeys(post.Account.__dataclass_fields__, "")
    usual |= {"id": 0, "imap_port": 0, "smtp_port": 0, "organisation": 0, "registrar": 0, "addressee": None}
    return post.Account(**{**usual, **told})  # type: ignore[arg-type]
