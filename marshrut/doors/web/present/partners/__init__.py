"""Contacts, deals and projects: lists, pages and forms."""
