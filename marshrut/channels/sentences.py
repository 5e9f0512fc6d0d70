"""What people are told of channels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

NEED_CORRECTION: Any = _("Some fields need correction.")
REQUIRED: Any = _("Fill this in.")
NOT_URL: Any = _("This is not an address. It begins with https://.")
NOT_NUMBER: Any = _("This is not a number.")
TOO_LONG: Any = _("This is too long.")
NO_SUCH_SETTING: Any = _("There is no such setting.")
NEW_PLACE: Any = _("The address is another one: type the secret again.")
NO_SUCH_CHANNEL: Any = _("There is no such channel.")
NO_SUCH_ADDRESS: Any = _("There is no such address.")
NO_SUCH_DELIVERY: Any = _("There is no such delivery.")
NO_SUCH_PERSON: Any = _("There is no such person.")
NOT_INSTALLED: Any = _("This channel is not installed.")
NOT_CONNECTED: Any = _("The channel is not connected yet: fill in its settings first.")
STALE_CHANNEL: Any = _("Somebody changed this channel while you were editing it. Open it again and repeat.")
STALE_CHOICE: Any = _("The choice was changed elsewhere meanwhile. Look at what holds now and repeat.")
TAKEN: Any = _("This account is linked to another person already.")
MAIL_STAYS: Any = _("Mail goes to the address you sign in with. To get none, choose “no” for it.")
OFF: Any = _("The channel is switched off.")
NO_ADDRESS: Any = _("Nothing is linked there yet.")
NOT_OVER: Any = _("It is on its way: wait for how it ends.")
NO_WAY: Any = _("There is no address left to send it to.")

FLAWS: Final[Mapping[str, Any]] = {
    "required": REQUIRED,
    "url": NOT_URL,
    "number": NOT_NUMBER,
    "long": TOO_LONG,
    "unknown": NO_SUCH_SETTING,
    "new_place": NEW_PLACE,
    "mandatory": _("What waits for you must come to you somewhere: leave at least one channel."),
    "quiet": _("Give two different hours, like 20:00 and 08:00, or days; one day must be left."),
    "hours": _("Give hours like 09:00, six at most."),
    "minutes": _("From 1 to 120 minutes."),
}
GROUPS: Final[Mapping[str, tuple[Any, Any]]] = {
    "decisions": (_("Tasks"), _("A task has come, your opinion is asked, a task is back")),
    "reminders": (_("Reminders"), _("The deadline is near or over")),
    "escalations": (_("Escalations"), _("Somebody is late and you are called: at any hour, without a digest")),
    "talk": (_("Talk"), _("Comments and mentions")),
    "news": (_("News of cards"), _("What was decided, what moved, what robots report")),
    "house": (_("Housekeeping"), _("Mail to sort, counterparties to match, a channel that was lost")),
}
STATES: Final[Mapping[str, tuple[Any, str]]] = {
    "queued": (_("Waits to be sent"), "plain"),
    "held": (_("Held"), "plain"),
    "sending": (_("Being sent"), "moving"),
    "retry": (_("Will be tried again"), "warn"),
    "sent": (_("It was sent"), "good"),
    "acknowledged": (_("It was answered"), "good"),
    "failed": (_("Not delivered"), "bad"),
    "suppressed": (_("Not sent"), "plain"),
}
#: why a delivery is as it is, a person is not reached, a channel does not work
WHYS: Final[Mapping[str, Any]] = {
    "quiet": _("quiet hours"),
    "digest": _("waits for the digest"),
    "together": _("in one message with others of the same card"),
    "read": _("read in the portal meanwhile"),
    "hidden": _("the card is closed to this person now"),
    "closed": _("the task is closed already"),
    "not_yours": _("the task is with somebody else now"),
    "elsewhere": _("another channel has brought it"),
    "dismissed": _("the person was dismissed"),
    "nothing": _("there was nothing left to say"),
    "off": _("the channel is off"),
    "shut": _("the channel does not work at the moment"),
    "late": _("given up after six hours"),
    "unsaid": _("the message could not be composed"),
    "unlinked": _("the account was unlinked"),
    "changed": _("the person has another mailbox now"),
    "bounced": _("the mail came back"),
    "lost_phone": _("everything was unlinked at once"),
    "unconfirmed": _("waits to be confirmed in the portal"),
    "stopped": _("stopped by the person there"),
}
#: code of a trouble: what happened, and what to do
TROUBLES: Final[Mapping[str, tuple[Any, Any]]] = {
    "no_host": (_("no such server"), _("Check the address of the server and the name service of this machine.")),
    "closed": (_("the server accepts no connection"), _("Check the address, the port, the proxy and the firewall.")),
    "silent": (_("the server does not answer"), _("Check the network and the proxy.")),
    "cut": (_("the connection was cut"), _("If it goes on, check the network and the proxy.")),
    "certificate": (_("the certificate is not trusted"), _("Set the file of trusted certificates in the settings.")),
    "forbidden": (_("the address may not be called"), _("It leads inside the network: ask who runs this portal.")),
    "refused": (_("the account is not accepted"), _("Check the token or password: get a new one if need be.")),
    "limit": (_("asked to wait"), _("Nothing to do: everything goes on by itself.")),
    "broken": (_("the other side has trouble of its own"), _("Nothing to do: it is tried again.")),
    "protocol": (_("the answer makes no sense"), _("Check the address; if it goes on, tell who made this product.")),
    "sealed": (_("the secrets cannot be read"), _("The key of the portal was changed: type the secrets again.")),
    "settings": (_("the settings are not complete"), _("Open the settings and fill in what is missing.")),
    "blocked": (_("the person has shut us out"), _("The person can link the account again.")),
    "gone": (_("nobody is reached there any more"), _("The person can link the account again.")),
    "unsure": (_("nobody knows whether it arrived"), _("Ask the person; it can be sent once more.")),
    "too_large": (_("the message is too large"), _("Nothing to do: it goes another way.")),
    "not_ready": (_("the other side was not ready"), _("Nothing to do: it is tried again.")),
    "unwelcome": (
        _("the message was not taken for this person"),
        _("A full mailbox, a spam filter or an old browser: see what the other side says; it goes another way."),
    ),
    "contested": (
        _("another program gets the news of this bot"),
        _("Stop the other program, or make a bot that only this portal uses and type its token."),
    ),
}  # fmt: skip
LOST_TITLE: Any = _("Notices do not reach you in {channel} any more")
LOST_TEXT: Any = _("They come by your next channel. Link it again in your profile when you want it back.")
LOST_MAIL: Any = _(
    "Mails come back. When the mailbox is well again, press “Send to this mailbox again” in your profile."
)


def why(code: str) -> str:
    if code in TROUBLES:
        return str(TROUBLES[code][0])
    return str(WHYS.get(code, ""))


def happened(code: str) -> str:
    found = why(code)
    return found[:1].upper() + found[1:]


def advice(code: str) -> str:
    return str(TROUBLES[code][1]) if code in TROUBLES else ""


def told(state: str, channel: str, code: str) -> str:
    """A line of the log: «Telegram: не отправлено – прочитано в портале»."""
    title, reason = str(STATES[state][0]), why(code)
    if reason:
        return _now("{channel}: {state}, {why}").format(channel=channel, state=title.lower(), why=reason)
    return _now("{channel}: {state}").format(channel=channel, state=title.lower())
