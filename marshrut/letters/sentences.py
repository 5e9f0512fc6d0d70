"""What refusals of this room say."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .rules.mailboxes import Flaw as MailboxFlaw

NO_SUCH_LETTER = _("There is no such letter, or you have no access to it.")
NO_SUCH_DISPATCH = _("There is no such sending.")
NO_SUCH_JOURNAL = _("There is no such journal, or you have no access to it.")
HOURS_WRONG = _("Working hours: a whole number from 1 to 4000, or nothing when it is not known.")
CHECK = _("Nothing was saved: check the marked fields.")
NO_SUCH_KIND = _("Choose what the letter is to the other one.")
NO_LETTER = _("Only letters can be linked. A letter that was registered this very moment can be linked in a minute.")
ITSELF = _("A letter cannot be linked with itself. Choose another one.")
NOT_YOURS = _("You may read this letter but not link it: that is for those who may comment on it.")
OTHER_WAY_ROUND = _("The other letter is linked with this one in the same way already. Unlink them first.")
LINKED_BY_FIELD = _("A field of the card links these letters. Change that field to part them.")
NO_SUCH_MAILBOX = _("There is no such mailbox, or you have no access to it.")
STALE_MAILBOX = _("Somebody changed this mailbox while you were editing it. Open it again and repeat.")
MAILBOX_FLAWS = {
    MailboxFlaw.NAME: _("Write what the mailbox is called here."),
    MailboxFlaw.ADDRESS: _("This does not look like an e-mail address."),
    MailboxFlaw.NO_SERVER: _("Choose the mail service or write the server."),
    MailboxFlaw.HOST: _("Write the name of the server without https://, for example imap.company.ru."),
    MailboxFlaw.PORT: _("A port is a number from 1 to 65535."),
    MailboxFlaw.PASSWORD: _("Write the password of the mailbox."),
    MailboxFlaw.NEW_PLACE: _("The server or the account has changed: write the password again."),
    MailboxFlaw.PLAIN: _("Without encryption the password would be read on the way: choose TLS or STARTTLS."),
    MailboxFlaw.LONG: _("This is too long."),
}
