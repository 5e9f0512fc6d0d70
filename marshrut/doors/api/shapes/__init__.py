"""What goes in and out, as pydantic models: the source of the OpenAPI description."""
