"""Rehearsals and drafts of packs in words."""
