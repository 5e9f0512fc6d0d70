"""Contacts, deals and projects, and companies that come as a table."""
