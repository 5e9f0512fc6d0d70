"""The only writers of companies, contacts, deals and projects."""

from .companies import CompanyExists, CompanyFields, add_company, edit_company

__all__ = ["CompanyExists", "CompanyFields", "add_company", "edit_company"]
