"""Approving one's own cards: the policy is one of ours, and has the sum that it needs."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import cast

from django.utils.translation import gettext as _

from ...schema.approval import POLICIES
from ...schema.pack import SelfApproval
from ..problem import Finding, nearest
from . import known
from .walk import At

MAX_MONEY = 1_000_000_000_000


def self_approval(at: At) -> Iterator[Finding]:
    about = cast("SelfApproval", at.thing)
    policies = yield from _policies(at, about.policy)
    if about.above is not None:
        yield from known.amount(at, "above", value=about.above, kind="money", least=0, most=MAX_MONEY)
    if about.field is not None:
        yield from known.field(at, "field", key=about.field, kinds=("money", "number"))
    if "second_above" in policies:
        if about.above is None:
            yield at.wrong("above", said=_("second_above needs the sum above which somebody else decides: above."))
        if about.field is None and at.card_type.amount_field is None:
            yield at.wrong("field", said=_("second_above needs the field with the sum: field."))
    elif policies and about.above is not None:
        yield at.wrong("above", said=_("A sum works only with the policy second_above."))


def _policies(at: At, policy: str) -> Generator[Finding, None, set[str]]:
    """Returns what the policy may be: what is written, or the choices of the setting."""
    if not policy.startswith("$"):
        return {policy}
    yield from known.setting(at, "policy", name=policy, kinds=("choice",))
    found = at.pack.settings.get(policy[1:])
    keys = [choice.key for choice in found.choices] if found and found.kind == "choice" else []
    for key in keys:
        if key not in POLICIES:
            said = _("The choice “%(name)s” of the setting is not a policy of self-approval.")
            yield at.wrong("policy", said=said % {"name": key}, hint=nearest(key, POLICIES))
    return set(keys)
