"""The pack format: frozen pydantic models, the expression language, the JSON Schema. Pure: no Django, no database."""

from .export import json_schema

__all__ = ["json_schema"]
