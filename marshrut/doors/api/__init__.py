"""The JSON door under /api/: parses, says who acts by a bearer token, calls one command or query, answers in JSON.

Knows no sessions and no cookies, decides nothing, never touches models. What it offers is docs/reference/openapi.json.
"""
