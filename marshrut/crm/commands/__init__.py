"""The only writers of companies, contacts, deals and projects."""

from .companies import CompanyExists, CompanyFields, Place, add_company, edit_company
from .contacts import ContactFields, add_contact, edit_contact, link_contact, unlink_contact
from .deals import DealFields, add_deal, edit_deal, move_deal, set_deal_state
from .importing import import_companies
from .projects import ProjectFields, add_project, edit_project, set_project_state
from .stages import add_deal_stage, edit_deal_stage, remove_deal_stage

__all__ = [
    "CompanyExists",
    "CompanyFields",
    "ContactFields",
    "DealFields",
    "Place",
    "ProjectFields",
    "add_company",
    "add_contact",
    "add_deal",
    "add_deal_stage",
    "add_project",
    "edit_company",
    "edit_contact",
    "edit_deal",
    "edit_deal_stage",
    "edit_project",
    "import_companies",
    "link_contact",
    "move_deal",
    "remove_deal_stage",
    "set_deal_state",
    "set_project_state",
    "unlink_contact",
]
