"""How people and programs come in.

A door parses, says who acts, calls one command and renders the answer; it holds no rules.
"""
