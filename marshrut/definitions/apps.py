from django.apps import AppConfig


class DefinitionsConfig(AppConfig):
    name = "marshrut.definitions"
    label = "definitions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import commands, events, rights  # noqa: F401 - commands fill their registry

        rights.register()
        events.register()
