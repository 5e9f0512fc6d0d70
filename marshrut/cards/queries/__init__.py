"""What others may read of cards; every answer has passed the gate."""

from ..captions import fill
from ..gate import may_see, read_revisions, visible_among
from ..rules import rule_of
from ..step import Seen
from ..step import read as seen
from .about import About, Part, about
from .bulk import Among, Raw, allowed_among, among, matching_ids, of_types, open_among, open_tasks_among, raw
from .card import Attached, CardView, OpenTask, Visit, card, card_of, may_undo, task, visits
from .changes import Change, Decided, changes_since
from .files import file, may_see_file, on_fields, with_files
from .inbox import TaskLine, counts, refusing_stages, tasks
from .lines import CardLine, Filter, Page
from .listening import Listening, listening_to_mail
from .lists import (
    Column,
    Totals,
    View,
    board,
    card_type,
    column,
    creatable,
    definition_today,
    listing,
    names,
    newest_step,
    of_company,
    search,
    totals,
    version_of,
    views,
)
from .mark import card_of_mark, mark
from .passing import Forecast, Heir, PassingTask, passing
from .template import TemplateField, TemplateGroup, template_fields, template_values

__all__ = [
    "About",
    "Among",
    "Attached",
    "CardLine",
    "CardView",
    "Change",
    "Column",
    "Decided",
    "Filter",
    "Forecast",
    "Heir",
    "Listening",
    "OpenTask",
    "Page",
    "Part",
    "PassingTask",
    "Raw",
    "Seen",
    "TaskLine",
    "TemplateField",
    "TemplateGroup",
    "Totals",
    "View",
    "Visit",
    "about",
    "allowed_among",
    "among",
    "board",
    "card",
    "card_of",
    "card_of_mark",
    "card_type",
    "changes_since",
    "column",
    "counts",
    "creatable",
    "definition_today",
    "file",
    "fill",
    "listening_to_mail",
    "listing",
    "mark",
    "matching_ids",
    "may_see",
    "may_see_file",
    "may_undo",
    "names",
    "newest_step",
    "of_company",
    "of_types",
    "on_fields",
    "open_among",
    "open_tasks_among",
    "passing",
    "raw",
    "read_revisions",
    "refusing_stages",
    "rule_of",
    "search",
    "seen",
    "task",
    "tasks",
    "template_fields",
    "template_values",
    "totals",
    "version_of",
    "views",
    "visible_among",
    "visits",
    "with_files",
]
