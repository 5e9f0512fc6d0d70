"""One way in: every change is a registered command with a right of its own, and every door calls the same ones."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import Command, registry
from marshrut.kernel.errors import Forbidden
from marshrut.org import access

PACKAGE = Path(__file__).parents[2] / "marshrut"
#: where calls come from -> the folders they are in
CALLERS = {
    "web": ["doors/web"],
    "api": ["doors/api"],
    "cli": ["doors/cli"],
    "worker": [
        *("integrations", "automation", "channels", "evidence", "jobs", "cards/apps.py"),
        *("documents/drawing.py", "documents/reading/working.py", "letters/working.py", "config/upgrade.py"),
        *("shipments/working.py", "documents/fns/working.py", "rehearsals/whatif/working.py"),
        *("rehearsals/working.py", "rehearsals/nightly.py"),
        # phones of the demo company are linked by nobody's hand
        "demo/phones.py",
        # what a base says and the cards it leads are written together: see decision 0023
        *("edocs/working.py", "edocs/duties.py", "edocs/commands"),
    ],
}

#: floors that lie below the table of rights: they let in the system only, that is the console of the server
CONSOLE_ONLY = {"letters.rebuild", "history.erase", "jobs.retry_effect", "jobs.confirm_effect", "jobs.revive_timer"}
#: commands that ask for a right of another name, or in a step they share, and why
ASKED_ELSEWHERE = {
    "card.create": "step.create asks for it: the card type is known only after the read",
    "card.export": "each card of the list is asked for: gate.visible_to(actor, export)",
    "card.create_child": "a robot creates as any card is created: step.create asks for card.create",
    "card.adopt": "cards that a source leads are written many at once: asked in cards.many",
    "card.place": "cards that a source leads are written many at once: asked in cards.many",
    "calendars.set_company_schedule": "the hours are edited under one right, calendars.edit",
    "calendars.set_day": "the hours are edited under one right, calendars.edit",
    "calendars.remove_day": "the hours are edited under one right, calendars.edit",
}
#: rights that are no commands: they open reads, or stand for several commands
READS = {
    "access.explain",
    "cards.broken_routes",
    "card.view",
    "card.print",
    "card.manage",
    "org.see_company",
    "org.see_exports",
    "crm.see_companies",
    "documents.see_templates",
    "documents.set_final_status",
    "letters.see_promises",
    "calendars.edit",
    "letters.see_mailboxes",
    "shipments.see_carriers",
    "channels.see",
    "channels.see_person",
    "edocs.see_bases",
    "edocs.see_parties",
    "reaction.see",
    "rehearsals.see",
}
#: what programs of others ask for at a door, and why nothing is given away by it
KNOCKS = {
    "shipments.hint": "a carrier says that there is news; it is believed nothing, the number is asked about again",
    "edocs.hint": "1C says that a document has changed; it is believed nothing, the document is read again",
    "channels.hear": "a messenger that proved itself says what people pressed; each press is judged by the worker",
}

COMPANY = "the company is changed on its pages by an administrator; programs only read it yet"
NOT_IN_API = {
    "channels.decide": "a link of a mail is confirmed by its person on its page; programs complete the task",
    "letters.take_mail": "decided on the page where the mail left alone is looked through",
    **dict.fromkeys(
        [
            "calendars.set_company_schedule", "calendars.set_day", "calendars.remove_day",
            "org.add_department", "org.edit_department", "org.remove_department", "org.add_role", "org.edit_role",
            "org.assign_role", "org.revoke_role", "org.add_person", "org.edit_person", "org.dismiss_person",
            "org.reinstate_person", "org.set_password",
        ],
        COMPANY,
    ),
    "org.change_own_password": "a token must not be worth a password",
    **dict.fromkeys(
        [
            "org.add_totp", "org.remove_totp", "org.renew_recovery_codes", "org.add_passkey", "org.remove_passkey",
            "org.reset_second_factor", "org.end_session", "org.end_sessions", "org.invite_person",
            "org.set_password_by_link", "org.tie_account", "org.untie_account", "org.accept_invitation",
        ],
        "a token must not change how its owner signs in",
    ),
    "org.create_token": "a token must not make tokens that outlive it",
    "org.revoke_token": "tokens are managed on the profile page and at the console",
    "org.edit_profile": "language and zone of a person belong to pages",
    "definitions.set_grants": "access is changed on its page and at the console",
    "definitions.reset_grants": "access is changed on its page and at the console",
    "definitions.change_settings": "settings are edited on their page by an administrator",
    **dict.fromkeys(
        ["letters.add_mailbox", "letters.edit_mailbox", "letters.remove_mailbox"],
        "passwords of mailboxes are typed on their page and at the console",
    ),
    **dict.fromkeys(
        ["shipments.set_carrier", "shipments.remove_carrier"],
        "keys of carriers are typed on their page and at the console",
    ),
    "channels.set": "keys of channels are typed on their page and at the console",
    **dict.fromkeys(
        ["channels.begin_link", "channels.confirm_link", "channels.add_browser"],
        "a token must not let a messenger or a browser decide for its owner",
    ),
    **dict.fromkeys(
        ["edocs.set_base", "edocs.remove_base"], "passwords of bases are typed on their page and at the console"
    ),
    "view.save": "saved views belong to the list page",
    "view.remove": "saved views belong to the list page",
}  # fmt: skip
#: the HTML door is being built: this table only ever gets shorter
NOT_IN_WEB: dict[str, str] = {}


def test_there_are_commands() -> None:
    assert len(registry) > 40


@pytest.mark.parametrize("name", sorted(registry))
def test_command_has_a_right(name: str) -> None:
    if name not in CONSOLE_ONLY:
        assert name in access.actions()


@pytest.mark.parametrize("name", sorted(CONSOLE_ONLY))
@pytest.mark.django_db
def test_floors_without_rights_let_in_the_system_only(name: str) -> None:
    run = registry[name].run
    for actor in (Actor.person(1), Actor.robot("any"), Actor("integration", "api")):
        with pytest.raises(Forbidden):
            run(actor, **{parameter: _anything(parameter) for parameter in _required(run)})


def _required(run: Any) -> list[str]:
    parameters = inspect.signature(run).parameters.values()
    return [one.name for one in parameters if one.kind is one.KEYWORD_ONLY and one.default is one.empty]


def _anything(parameter: str) -> Any:
    return 1 if parameter in ("effect", "timer") else "card:1"


@pytest.mark.parametrize("name", sorted(set(registry) - CONSOLE_ONLY - set(ASKED_ELSEWHERE)))
def test_command_asks_for_its_own_right(name: str) -> None:
    """The name of its right stands in its body, as text or as a constant."""
    assert name in set(_texts(registry[name]))


@pytest.mark.parametrize("name", sorted(ASKED_ELSEWHERE))
def test_exceptions_still_are_exceptions(name: str) -> None:
    assert name not in set(_texts(registry[name]))


def _texts(command: Command) -> Iterator[str]:
    function = inspect.unwrap(command.run)
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(function))).body
    assert isinstance(tree, ast.FunctionDef)
    for node in (inner for statement in tree.body for inner in ast.walk(statement)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.Name | ast.Attribute):
            value = _value(node, function.__globals__)
            if isinstance(value, str):
                yield value


def _value(node: ast.expr, names: Mapping[str, Any]) -> Any:
    if isinstance(node, ast.Name):
        return names.get(node.id)
    return getattr(_value(node.value, names), node.attr, None) if isinstance(node, ast.Attribute) else None


def test_every_right_belongs_to_a_command() -> None:
    assert access.actions() - set(registry) == READS


def given_by_people() -> set[str]:
    """Commands that some person may give."""
    return {name for name in registry if name in access.actions() and access._grants[name].rule is not access.nobody}


@pytest.mark.parametrize(("door", "missing"), [("web", NOT_IN_WEB), ("api", NOT_IN_API)])
def test_what_people_may_do_every_door_offers(door: str, missing: dict[str, str]) -> None:
    called = calls()[door]
    assert sorted(given_by_people() - called - set(missing)) == [], f"not called from {door}"
    assert sorted(set(missing) & called) == [], f"called from {door} by now: strike it off the table"
    assert set(missing) <= given_by_people()


def test_what_programs_do_the_worker_calls() -> None:
    programs = set(registry) - given_by_people() - CONSOLE_ONLY
    assert sorted(programs - set(KNOCKS) - calls()["worker"]) == []
    for door in ("web", "api", "cli"):
        assert sorted((programs - set(KNOCKS)) & calls()[door]) == [], f"{door} does what only programs may do"
    assert set(KNOCKS) <= programs & (calls()["web"] | calls()["api"])


def test_what_is_for_the_console_only_the_console_calls() -> None:
    assert calls()["cli"] >= CONSOLE_ONLY
    assert not (calls()["web"] | calls()["api"]) & CONSOLE_ONLY


def test_doors_reach_into_commands_only_for_commands() -> None:
    """Whatever a door takes from a room's commands is registered, or a refusal it shows."""
    names = {function: name for name, function in _functions().items()}
    unknown = [
        f"{path.relative_to(PACKAGE)}: {room}.{attribute}"
        for path in (PACKAGE / "doors").rglob("*.py")
        for room, attribute in _taken(path)
        if (room, attribute) not in names and not attribute[:1].isupper()
    ]
    assert unknown == []


@cache
def calls() -> dict[str, set[str]]:
    """Caller -> names of the commands that its sources mention."""
    names = {function: name for name, function in _functions().items()}
    found: dict[str, set[str]] = {}
    for caller, places in CALLERS.items():
        files = [file for place in places for file in _files(PACKAGE / place)]
        found[caller] = {names[taken] for file in files for taken in _taken(file) if taken in names}
    return found


def _files(place: Path) -> list[Path]:
    return [place] if place.is_file() else sorted(place.rglob("*.py"))


def _functions() -> dict[str, tuple[str, str]]:
    """Command -> ("marshrut.cards.commands", "move_card")."""
    found = {}
    for name, command in registry.items():
        function = inspect.unwrap(command.run)
        room = function.__module__.split(".commands")[0] + ".commands"
        found[name] = (room, function.__name__)
    return found


def _taken(path: Path) -> Iterator[tuple[str, str]]:
    """What a file takes out of `commands` modules: by import, or as an attribute of the imported module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    package = ["marshrut", *path.relative_to(PACKAGE).parts[:-1]]
    modules: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            source = ".".join([*base, *([node.module] if node.module else [])])
            for alias in node.names:
                if alias.name == "commands":
                    modules[alias.asname or alias.name] = f"{source}.commands"
                elif source.endswith(".commands"):
                    yield source, alias.name
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
            yield modules[node.value.id], node.attr
