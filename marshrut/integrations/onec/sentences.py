"""What is wrong with a base of 1C, and what to do, in the words of its own menus."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

_TICK: Final = _(
    "In 1C: Администрирование → Настройки программы → Синхронизация данных → Настройка автоматического REST-сервиса"
    " (Настройка стандартного интерфейса OData) → Состав: tick this object and save."
)
READ_ONLY: Final = _(
    "In 1C: Администрирование → Настройки пользователей и прав → Профили групп доступа: make a profile with the right"
    " to read only, and give it to this user. The stock role “Удаленный доступ OData” may also write."
)
#: code -> (what happened, what to do)
TROUBLES: Final[dict[str, tuple[Any, Any]]] = {
    "no_host": (
        _("There is no server of that name."),
        _("Check the address."),
    ),
    "closed": (
        _("The server is there but takes no connections."),
        _("Check the address and whether the web server of 1C runs."),
    ),
    "silent": (
        _("1C does not answer in time."),
        _("The first answer after a pause may take minutes. If it lasts, see what the server of 1C is busy with."),
    ),
    "cut": (
        _("The connection was cut off."),
        _("Nothing is to be done if it worked before: it is tried again by itself."),
    ),
    "certificate": (
        _("The certificate of the server is not to be trusted, so nothing was sent."),
        _("Publish 1C with a certificate of a known authority, or name yours in SSL_CERT_FILE."),
    ),
    "forbidden": (
        _("Requests to this address are not allowed from here."),
        _("Servers of the company are named in MARSHRUT_EGRESS_ALLOW by whoever runs the installation."),
    ),
    "too_large": (
        _("An answer of 1C is too large."),
        _("Set fewer rows of one answer."),
    ),
    "protocol": (
        _("1C answers something that cannot be understood."),
        _("Check the address. If it is right, tell whoever runs the installation."),
    ),
    "html": (
        _("A web page came instead of data: of a sign-in, of a proxy, or of a base that is being updated."),
        _("Open the address in a browser with the same user. Switch off a sign-in of the web server for it."),
    ),
    "ignored": (
        _("The server leaves out parts of the question, so its answers cannot be believed and nothing was changed."),
        _("A proxy or the web server cuts the address off after the question mark: let it pass as it is."),
    ),
    "refused": (
        _("1C does not accept this user and password."),
        _(
            "Check both. In 1C: Администрирование → Пользователи: the user may sign in by name and password, and"
            " is not closed. It is tried once an hour at most, so that the account is not locked."
        ),
    ),
    "rights": (
        _("This user may not read it."),
        _(
            "In 1C: Администрирование → Настройки пользователей и прав → Группы доступа: give this user a profile"
            " with the right to read it."
        ),
    ),
    "not_published": (
        _("There is no OData at this address."),
        _(
            "In the Configurator: Администрирование → Публикация на веб-сервере → “Публиковать стандартный"
            ' интерфейс OData”. In default.vrd this is <standardOdata enable="true"/> inside <point>.'
        ),
    ),
    "nothing_published": (
        _("OData is published, and no object is switched on in it."),
        _TICK,
    ),
    "no_profile": (
        _("The objects of electronic exchange are not among those published, or the configuration is not known."),
        _(
            "Switch on the objects of electronic exchange in 1C (Настройка стандартного интерфейса OData), or"
            " describe where this configuration keeps them in a mapping of your own."
        ),
    ),
    "profile_changed": (
        _("The configuration of 1C was updated: e-documents lie elsewhere now. Reading is paused."),
        _("Check with the doctor, then name the new mapping in the settings."),
    ),
    "no_set": (
        _("It is not published, and nothing can be read without it."),
        _TICK,
    ),
    "wished": (
        _("It is not published: something will be missing."),
        _TICK,
    ),
    "field": (
        _("A field of the mapping is not there."),
        _("Describe the names of this configuration in a mapping of your own."),
    ),
    "filter": (
        _("1C does not understand a question."),
        _("Describe the names of this configuration in a mapping of your own."),
    ),
    "no_dialect": (
        _("Rows of a document cannot be found."),
        _("Publish the types that this object refers to, too."),
    ),
    "busy": (
        _("1C is busy: it is being updated, sessions are blocked, or there is no free licence."),
        _("Nothing is to be done if it ends soon: it is tried again by itself."),
    ),
    "broken": (
        _("1C has a failure of its own."),
        _("It is tried again by itself, with smaller questions. If it lasts, see the журнал регистрации of 1C."),
    ),
    "sealed": (
        _("The password cannot be read: the secret key of the installation has changed."),
        _("Type it again and save."),
    ),
    "settings": (
        _("The settings are not complete."),
        _("Fill in what is marked."),
    ),
}
_KINDS: Final = {
    "Catalog_": _("Catalogue"), "Document_": _("Document"), "InformationRegister_": _("Information register"),
}  # fmt: skip


def happened(code: str) -> str:
    return str(TROUBLES.get(code, TROUBLES["protocol"])[0])


def advice(code: str) -> str:
    return str(TROUBLES.get(code, TROUBLES["protocol"])[1])


def in_menus(place: str) -> str:
    """A set as the tree of metadata of 1C shows it."""
    for prefix, kind in _KINDS.items():
        if place.startswith(prefix):
            return _now("%(kind)s “%(name)s”") % {"kind": kind, "name": place.removeprefix(prefix)}
    return place
