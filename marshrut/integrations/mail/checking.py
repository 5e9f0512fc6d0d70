"""«Проверить»: both servers are talked to step by step; nothing is read, moved or sent."""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TypeVar

from django.utils.translation import gettext as _
from imap_tools import BaseMailBox

from marshrut.kernel.outside import Step
from marshrut.letters.post import Account

from . import links, words
from .links import Trouble

T = TypeVar("T")


def check(account: Account) -> list[Step]:
    return [*_incoming(account), *_outgoing(account)]


def _incoming(account: Account) -> Iterator[Step]:
    if not account.imap_host:
        yield Step("imap", _("Incoming mail"), "skipped", _("Not set up: no letters are taken from this mailbox."))
        return
    yield (found := _tried("imap_host", _found(account.imap_host), lambda: _resolve(account.imap_host)))[0]
    if found[0].outcome == "bad":
        return
    titles = (_("Connect to {host}").format(host=f"{account.imap_host}:{account.imap_port}"), _("Sign in"))
    step, box = _tried("imap_connect", titles[0], lambda: links.connect_imap(account))
    yield step
    if not isinstance(box, BaseMailBox):
        return
    try:
        step, _nothing = _tried("imap_login", titles[1], lambda: links.sign_in_imap(box, account))
        yield step
        if step.outcome != "bad":
            yield from _folders(account, box)
    finally:
        with suppress(Exception):
            box.client.shutdown()


def _folders(account: Account, box: BaseMailBox) -> Iterator[Step]:
    title = _("Folder «{folder}»").format(folder=account.folder_in)
    step, count = _tried("folder_in", title, lambda: _count(box, account.folder_in))
    said = _("Letters in it: {count}.").format(count=count) if isinstance(count, int) else step.said
    yield Step(step.key, step.title, step.outcome, said, step.advice)
    for key in ("folder_done", "folder_error", "folder_sent"):
        if folder := getattr(account, key):
            title = _("Folder «{folder}»").format(folder=folder)
            step, there = _tried(key, title, lambda folder=folder: box.folder.exists(folder))  # type: ignore[misc]
            if step.outcome == "ok" and not there:
                step = Step(key, title, "warn", words.happened("folder_new"), words.advice("folder_new"))
            yield step


def _outgoing(account: Account) -> Iterator[Step]:
    if not account.smtp_host:
        yield Step("smtp", _("Outgoing mail"), "skipped", _("Not set up: letters do not leave by this mailbox."))
        return
    yield (found := _tried("smtp_host", _found(account.smtp_host), lambda: _resolve(account.smtp_host)))[0]
    if found[0].outcome == "bad":
        return
    title = _("Connect to {host}").format(host=f"{account.smtp_host}:{account.smtp_port}")
    step, link = _tried("smtp_connect", title, lambda: links.connect_smtp(account))
    yield step
    if link is None:
        return
    try:
        step, _nothing = _tried("smtp_login", _("Sign in"), lambda: links.sign_in_smtp(link, account))
        yield step
        if step.outcome != "bad":
            yield _tried("smtp_sender", _("Letters from {address}").format(address=account.address),
                         lambda: _sender(link, account))[0]  # fmt: skip
    finally:
        with suppress(Exception):
            link.close()


def _tried(key: str, title: str, act: Callable[[], T]) -> tuple[Step, T | None]:
    try:
        return Step(key, title, "ok"), act()
    except Trouble as trouble:
        code, said = trouble.code, trouble.words
    except OSError as error:
        code, said = (found := links.lost(error)).code, found.words
    except Exception as error:  # noqa: BLE001 - whatever a stranger's server answers
        code, said = "protocol", links.said(error)
    happened = words.happened(code)
    return Step(key, title, "bad", f"{happened} ({said})" if said else happened, words.advice(code)), None


def _found(host: str) -> str:
    return _("Find the server {host}").format(host=host)


def _resolve(host: str) -> None:
    socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)


def _count(box: BaseMailBox, folder: str) -> int:
    if not box.folder.exists(folder):
        raise Trouble("folder")
    return int(box.folder.status(folder, ["MESSAGES"])["MESSAGES"])


def _sender(link: smtplib.SMTP, account: Account) -> None:
    code, answer = link.mail(account.address)
    link.rset()
    if code >= 400:
        raise Trouble("sender" if code >= 500 else "busy", answer)
