"""Robots and notices: reacts to history and effects by calling commands."""
