"""What others may read of partners. Every employee sees them; `describe…` serve rooms with a check of their own."""

from .companies import (
    CompanyCard,
    CompanyInfo,
    Row,
    company_card,
    describe,
    organisations,
    search_companies,
    visible_to,
)
from .contacts import (
    MOST,
    ContactInfo,
    ContactPage,
    Duty,
    contact_page,
    contacts_by_company,
    describe_contacts,
    search_contacts,
)
from .deals import DealInfo, DealPage, deal_page, describe_deals, search_deals
from .history import Said, shown, story
from .partners import PostAddress, TaskPartner, post_address_of, post_addresses, task_partners, written_from
from .projects import ProjectInfo, ProjectPage, describe_projects, project_page, search_projects
from .stages import StageInfo, deal_stages, deals_by_stage, stage_titles

__all__ = [
    "MOST",
    "CompanyCard",
    "CompanyInfo",
    "ContactInfo",
    "ContactPage",
    "DealInfo",
    "DealPage",
    "Duty",
    "PostAddress",
    "ProjectInfo",
    "ProjectPage",
    "Row",
    "Said",
    "StageInfo",
    "TaskPartner",
    "company_card",
    "contact_page",
    "contacts_by_company",
    "deal_page",
    "deal_stages",
    "deals_by_stage",
    "describe",
    "describe_contacts",
    "describe_deals",
    "describe_projects",
    "organisations",
    "post_address_of",
    "post_addresses",
    "project_page",
    "search_companies",
    "search_contacts",
    "search_deals",
    "search_projects",
    "shown",
    "stage_titles",
    "story",
    "task_partners",
    "visible_to",
    "written_from",
]
