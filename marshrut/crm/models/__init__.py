"""Tables of the partners we work with."""

from .company import Address, Company
from .contacts import CompanyContact, Contact
from .deals import Deal, DealStage, Project

__all__ = ["Address", "Company", "CompanyContact", "Contact", "Deal", "DealStage", "Project"]
