"""View models: what a page shows, already formatted. Frozen dataclasses, no database, no request.

A view fills the screen from queries (values go through `formats`) and renders the template of the same name:
`screens/inbox.py` describes `templates/screens/inbox.html`, with partials for the htmx fragments in the same file.
"""
