"""Connections to mail servers. Whatever goes wrong becomes a `Trouble` with a code that people get words for."""

from __future__ import annotations

import imaplib
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError, MailboxLoginError

from marshrut.letters.post import Account

#: seconds to connect, and between two answers of a server
TIMEOUT: Final = 15.0
#: seconds for the content of a letter, and again for the answer to it (RFC 5321, 4.5.3.2.6: ten minutes): servers
#: look through what they are given before they answer
CONTENT: Final = 600.0
#: bytes of one line a server may send
imaplib._MAXLINE = 10_000_000  # type: ignore[attr-defined]


class Trouble(Exception):
    """`code` is a key of `words.TROUBLES`; `words` are the server's own, shown beside and never believed."""

    def __init__(self, code: str, words: object = "") -> None:
        super().__init__(code)
        self.code = code
        self.words = said(words)


def said(words: object) -> str:
    """A line of what a server answered."""
    if isinstance(words, bytes):
        words = words.decode("utf-8", "replace")
    return " ".join("".join(sign if sign.isprintable() else " " for sign in str(words)).split())[:500]


@contextmanager
def imap(account: Account) -> Iterator[BaseMailBox]:
    """Signed in, no folder chosen. Raises Trouble."""
    box = connect_imap(account)
    try:
        sign_in_imap(box, account)
        yield box
    except Trouble:
        raise
    except (ImapToolsError, imaplib.IMAP4.error) as error:
        raise Trouble("protocol", error) from error
    except OSError as error:
        raise lost(error) from error
    finally:
        with suppress(Exception):
            box.client.shutdown()


def connect_imap(account: Account) -> BaseMailBox:
    host, port = account.imap_host, account.imap_port
    try:
        if account.imap_security == "tls":
            return MailBox(host, port, timeout=TIMEOUT, ssl_context=tls())
        if account.imap_security == "starttls":
            return MailBoxStartTls(host, port, timeout=TIMEOUT, ssl_context=tls())
        return MailBoxUnencrypted(host, port, timeout=TIMEOUT)
    except OSError as error:  # before ValueError: a certificate that is not believed is both
        raise lost(error) from error
    except (ImapToolsError, imaplib.IMAP4.error, ValueError) as error:
        raise Trouble("no_tls" if account.imap_security == "starttls" else "protocol", error) from error


def sign_in_imap(box: BaseMailBox, account: Account) -> None:
    try:
        box.login(account.imap_user, account.imap_password, initial_folder=None)
    except (MailboxLoginError, imaplib.IMAP4.error, UnicodeError) as error:
        words = str(getattr(error, "command_result", None) or error)
        raise Trouble("busy" if "UNAVAILABLE" in words else "password", words) from error
    # the library keeps what the server could before it knew who asks
    kind, found = box.client.capability()
    if kind == "OK" and found and found[-1]:
        box.client.capabilities = tuple(found[-1].decode("ascii", "replace").upper().split())


@contextmanager
def smtp(account: Account) -> Iterator[smtplib.SMTP]:
    """Signed in, nothing said yet. Raises Trouble."""
    link = connect_smtp(account)
    try:
        sign_in_smtp(link, account)
        yield link
    except smtplib.SMTPException as error:
        raise Trouble("protocol", error) from error
    except OSError as error:
        raise lost(error) from error
    finally:
        with suppress(Exception):
            link.close()


def connect_smtp(account: Account) -> smtplib.SMTP:
    host, port = account.smtp_host, account.smtp_port
    link: smtplib.SMTP | None = None
    try:
        if account.smtp_security == "tls":
            link = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT, context=tls())
        else:
            link = smtplib.SMTP(host, port, timeout=TIMEOUT)
            if account.smtp_security == "starttls":
                link.ehlo()
                _encrypt(link)
        link.ehlo_or_helo_if_needed()
    except BaseException as error:
        if link is not None:
            link.close()
        if isinstance(error, smtplib.SMTPNotSupportedError):
            raise Trouble("no_tls", error) from error
        if isinstance(error, smtplib.SMTPResponseException):
            raise Trouble("busy" if error.smtp_code < 500 else "protocol", error.smtp_error) from error
        if isinstance(error, smtplib.SMTPException):
            raise Trouble("protocol", error) from error
        if isinstance(error, OSError):
            raise lost(error) from error
        raise
    return link


def _encrypt(link: smtplib.SMTP) -> None:
    code, answer = link.starttls(context=tls())
    if code != 220:
        raise Trouble("no_tls", answer)


def sign_in_smtp(link: smtplib.SMTP, account: Account) -> None:
    if not account.smtp_password:
        return  # a server of one's own that knows this machine
    try:
        link.login(account.smtp_user, account.smtp_password)
    except smtplib.SMTPNotSupportedError as error:
        raise Trouble("no_login", error) from error
    except smtplib.SMTPAuthenticationError as error:
        raise Trouble("password" if error.smtp_code >= 500 else "busy", error.smtp_error) from error
    except smtplib.SMTPException as error:
        raise Trouble("password", error) from error
    except OSError as error:
        raise lost(error) from error


def tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def lost(error: OSError) -> Trouble:
    """Why there is no connection."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return Trouble("certificate", error.verify_message or error)
    if isinstance(error, ssl.SSLError):
        return Trouble("no_tls", error.reason or error)
    if isinstance(error, socket.gaierror):
        return Trouble("no_host", error)
    if isinstance(error, ConnectionRefusedError):
        return Trouble("closed", error)
    if isinstance(error, TimeoutError):
        return Trouble("silent", error)
    return Trouble("cut", error)
