"""The pack format: frozen pydantic models, the expression language, the JSON Schema. Pure: no Django, no files."""
