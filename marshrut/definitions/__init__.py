"""Reads packs: schema, validation, catalogue of kinds, installed versions. Runs nothing; the schema is pure."""
