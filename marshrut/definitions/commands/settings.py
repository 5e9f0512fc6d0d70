"""Changing settings of a pack; tasks opened afterwards live by the new values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Invalid
from marshrut.org import access

from .. import events, queries, revision, rights, rules
from ..models import SettingValue
from ..schema.pack import Setting

_SENTENCES: Mapping[str, Any] = {
    "empty": _("Fill this in."),
    "not_choice": _("Choose from the list."),
    "not_time": _("Write a time of day, like 13:00."),
    "not_whole": _("Write a whole number."),
    "too_small": _("No less than %(least)s."),
    "too_large": _("No more than %(most)s."),
}


@command(rights.SETTINGS)
def change_settings(actor: Actor, *, pack: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """`values`: setting -> what was typed; settings that are not among them stay. Returns {"changed": [key, …]}.

    Nothing is saved unless every value is right; raises Invalid with a sentence for each that is not.
    """
    access.require(actor, rights.SETTINGS, pack=pack)
    revision.bump()
    shelf = queries.current()
    known, before = shelf.active_pack(pack).pack.settings, shelf.settings(pack)
    after = cleaned(known, values)
    changed = [key for key, value in after.items() if value != before[key]]
    now = clock.now()
    for key in changed:
        SettingValue.objects.update_or_create(
            pack=pack,
            key=key,
            defaults={"value": after[key], "changed_at": now, "changed_by_id": actor.person_id},
        )
    if changed:
        told = [{"setting": f"{pack}/{key}", "before": before[key], "after": after[key]} for key in changed]
        events.record(actor, pack, *((events.SETTING_CHANGED, one) for one in told))
        revision.bump()
    return {"changed": changed}


def cleaned(known: Mapping[str, Setting], values: Mapping[str, Any]) -> dict[str, rules.SettingValue]:
    """What was typed as values; raises Invalid with a sentence for each that is not right."""
    clean: dict[str, rules.SettingValue] = {}
    wrong: dict[str, Any] = {}
    for key, raw in values.items():
        if key not in known:
            wrong[key] = _("There is no such setting.")
            continue
        try:
            clean[key] = rules.clean(known[key], raw)
        except rules.BadSetting as bad:
            wrong[key] = _SENTENCES[str(bad)] % {"least": known[key].min, "most": known[key].max}
    if wrong:
        raise Invalid(_("Nothing was saved: check the marked fields."), fields=wrong)
    return clean
