"""What went wrong with a carrier, in plain words, and what to do."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

#: code -> (what happened, what to do)
CARRIER_TROUBLES: Final[dict[str, tuple[Any, Any]]] = {
    "no_host": (
        _("There is no server of that name."),
        _("Check the address in the settings; it is usually left as it is."),
    ),
    "closed": (
        _("The server is there but takes no connections."),
        _("Check the address in the settings; it is usually left as it is."),
    ),
    "silent": (
        _("The carrier does not answer."),
        _("Nothing is to be done if it worked before: it is tried again by itself. If it never did, a firewall may be"
          " in the way."),
    ),
    "cut": (_("The connection was cut off."), _("Nothing is to be done: it is tried again by itself.")),
    "certificate": (
        _("The certificate of the server is not to be trusted, so nothing was sent."),
        _("Check the address in the settings."),
    ),
    "forbidden": (
        _("Requests to this address are not allowed from here."),
        _("Only public https addresses are asked. Others are named in MARSHRUT_EGRESS_ALLOW by whoever runs the"
          " installation."),
    ),
    "refused": (
        _("The carrier does not accept our account."),
        _("Check the keys and passwords: they are those for programs, from your cabinet or contract with the carrier."),
    ),
    "limit": (
        _("The carrier asks for fewer requests."),
        _("Nothing is to be done: it goes on when the carrier allows it. More requests come with a contract."),
    ),
    "broken": (_("The carrier has a failure of its own."), _("Nothing is to be done: it is tried again by itself.")),
    "protocol": (
        _("The carrier answers something that cannot be understood."),
        _("Check the address in the settings. If it is right, the carrier has changed its answers: tell whoever runs"
          " the installation."),
    ),
    "sealed": (
        _("Keys and passwords cannot be read: the secret key of the installation has changed."),
        _("Type them again and save."),
    ),
    "settings": (_("The settings are not complete."), _("Fill in what is marked.")),
}  # fmt: skip


def happened(code: str) -> str:
    return str(CARRIER_TROUBLES.get(code, CARRIER_TROUBLES["protocol"])[0])


def advice(code: str) -> str:
    return str(CARRIER_TROUBLES.get(code, CARRIER_TROUBLES["protocol"])[1])
