"""Saved views: a person's own filters, shared ones readable by all."""

from __future__ import annotations

import unicodedata
from urllib.parse import parse_qsl, urlencode

from django.utils.translation import gettext_lazy as _

from marshrut.engine.fields import blank
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Invalid, NotFound
from marshrut.org import access

from ..models import SavedView

MAX_VIEWS = 50


@command("view.save")
def save_view(
    actor: Actor, *, card_type: str, name: str, query: str, shared: bool = False, key: str | None = None
) -> int:
    """Keep a filter under a name; the same name of the same owner is overwritten."""
    access.require(actor, "view.save")
    if blank(name) or len(name) > 60:
        sentence = _("Give the view a name of up to 60 characters.")
        raise Invalid(sentence, fields={"name": sentence})
    if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in name + query):
        sentence = _("There are characters here that cannot be stored.")
        raise Invalid(sentence, fields={"name": sentence})
    clean = urlencode([(k, v) for k, v in parse_qsl(query[:1000]) if k not in ("after", "page")])
    mine = SavedView.objects.filter(owner_id=actor.person_id, card_type=card_type)
    if mine.count() >= MAX_VIEWS and not mine.filter(name=name.strip()).exists():
        raise Invalid(_("You have too many saved views. Remove some first."))
    view, _made = SavedView.objects.update_or_create(
        owner_id=actor.person_id,
        card_type=card_type,
        name=name.strip(),
        defaults={"query": clean, "shared": shared},
    )
    return view.pk


@command("view.remove")
def remove_view(actor: Actor, *, view: int) -> None:
    access.require(actor, "view.remove")
    if not SavedView.objects.filter(pk=view, owner_id=actor.person_id).delete()[0]:
        raise NotFound(_("There is no such view."))
