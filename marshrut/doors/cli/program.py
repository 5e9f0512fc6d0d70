"""The groups of the console, in the order of `--help`."""

from __future__ import annotations

import click

from .absence import absence
from .access import access
from .base import base
from .card import card
from .carrier import carrier
from .channel import channel
from .chat import chat
from .company import company
from .contact import contact
from .control import letters
from .deal import deal, project
from .delivery import delivery
from .document import document
from .edoc import edoc
from .evidence import evidence
from .history import history
from .jobs import jobs
from .kind import kind
from .mailbox import mailbox
from .notice import notice
from .org import org
from .pack import pack
from .person import person
from .reaction import reaction
from .rehearse import rehearse
from .shipment import shipment
from .story import story
from .task import task
from .template import template
from .token import token
from .whatif import whatif

groups: list[click.Command] = [
    card,
    task,
    chat,
    document,
    kind,
    letters,
    mailbox,
    shipment,
    carrier,
    channel,
    delivery,
    notice,
    reaction,
    edoc,
    base,
    evidence,
    company,
    contact,
    deal,
    project,
    person,
    org,
    absence,
    token,
    pack,
    story,
    rehearse,
    whatif,
    template,
    access,
    jobs,
    history,
]
