"""What a mailbox has to say to whoever tends it: what went wrong with a server and what to do, what a mail was."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

#: code -> (what happened, what to do)
MAIL_TROUBLES: Final[dict[str, tuple[Any, Any]]] = {
    "no_host": (
        _("There is no server of that name."),
        _("Check the name for mistakes: it looks like imap.company.ru, without https:// and without a path."),
    ),
    "closed": (
        _("The server is there but does not answer on this port."),
        _("Check the port and the encryption: usually 993 and TLS for incoming, 465 and TLS for outgoing mail."),
    ),
    "silent": (
        _("The server does not answer."),
        _("Most likely a firewall is in the way: ask whoever looks after the network to let this server out there."),
    ),
    "cut": (_("The connection was cut off."), _("Try again in a few minutes. If it repeats, ask the mail service.")),
    "certificate": (
        _("The server's certificate is not to be trusted, so the password was not sent."),
        _("Check the name of the server: the certificate is made out to another one. A server of your own needs the"
          " certificate of your authority on this machine (the file is named by SSL_CERT_FILE)."),
    ),
    "no_tls": (
        _("The server does not offer this kind of encryption."),
        _("Choose the other kind: TLS goes with ports 993 and 465, STARTTLS with 143 and 587."),
    ),
    "busy": (_("The server asks to come back later."), _("Nothing is to be done: it will be tried again by itself.")),
    "password": (
        _("The server does not accept the name and the password."),
        _("Yandex, Mail and Gmail want a password of its own for programs («пароль приложения»): make one in the"
          " settings of the mailbox and allow IMAP there. The password of the account itself does not fit."),
    ),
    "no_login": (
        _("The server takes no password on this connection."),
        _("Choose encrypted connection, or leave the password empty if the server knows this machine."),
    ),
    "folder": (
        _("There is no such folder in the mailbox."),
        _("Write the name as it stands in the mail program. Folders for read letters are made by themselves."),
    ),
    "folder_new": (_("There is no such folder yet."), _("Nothing is to be done: it is made with the first letter.")),
    "sender": (
        _("The server does not let letters out from this address."),
        _("The address of the mailbox must be that of the account, or be allowed to it on the server."),
    ),
    "no_type": (
        _("No installed process takes letters from a mailbox."),
        _("Install the pack «Letters»: marshrut pack install packs/letters."),
    ),
    "sealed": (
        _("The password of the mailbox cannot be read: the secret key of the installation has changed."),
        _("Type the password of the mailbox again and save."),
    ),
    "protocol": (
        _("The server answers something that cannot be understood."),
        _("Check whether this is the server for mail programs (IMAP, SMTP) and not the address of the web mail."),
    ),
}  # fmt: skip

#: what a mail that came is called in the journal
MAIL_KINDS: Final[dict[str, Any]] = {
    "letter": _("letter"),
    "auto_reply": _("automatic answer"),
    "bounce": _("delivery report"),
    "notice": _("notice of a program"),
    "ignored": _("not a letter"),
}
#: code of a note -> why it became what it is
MAIL_NOTES: Final[dict[str, Any]] = {
    "own": _("from a mailbox of our own: left alone"),
    "bulk": _("a mass mailing: left alone"),
    "mailing": _("a mailing list: left alone"),
    "notice": _("a notice of a program: left alone"),
    "notice_answered": _("an answer to a notice of the portal"),
    "notice_returned": _("a notice of the portal that came back"),
    "bounce_unknown": _("a delivery report on a mail that was not sent from here"),
    "delivered": _("the mail server says: delivered"),
    "delayed": _("the mail server says: delayed, it goes on trying"),
    "too_large": _("larger than 60 MB: register it by hand"),
    "kills": _("cannot be read: register it by hand"),
    "failed": _("could not be read: put it back into the folder of new letters or register it by hand"),
    "too_many": _("more than 60 letters of one sender in an hour: look whether they are letters"),
}

#: code of a note -> what to do with a mail that was put aside and is not kept here
MAIL_ASIDE: Final[dict[str, Any]] = {
    "too_large": _("It is larger than 60 MB and was not fetched. Open it in the mailbox and register it by hand."),
    "too_many": _(
        "Its sender had sent more than 60 letters within an hour. If it is a real one, put it back into the folder of"
        " new letters: it is read again."
    ),
    "kills": _("The program could not read it three times. Open it in the mailbox and register it by hand."),
    "failed": _(
        "It could not be read. Put it back into the folder of new letters; if it comes here again, register it by hand."
    ),
}
#: where such a mail lies
MAIL_LIES: Final = _("It lies in the mailbox {address}, folder «{folder}».")

MAIL_GONE: Final = _("There is no such mail.")
MAIL_NOT_KEPT: Final = _(
    "This mail cannot be made a letter here: it lies in the mailbox only. Put it back into the folder of new letters,"
    " or register it by hand."
)
UNSORTED: Final = _("Unsorted mail")
UNSORTED_LEAD: Final = _(
    "What came by mail and became no letter: mailings, notices of programs, what could not be read. If it is a letter,"
    " say so: a draft is made of it."
)
UNSORTED_NONE: Final = _("Everything that came is sorted.")
IS_LETTER: Final = _("This is a letter")
DRAFT_MADE: Final = _("The draft of the letter is made.")
