from django.apps import AppConfig


class AutomationConfig(AppConfig):
    name = "marshrut.automation"
    label = "automation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from marshrut.history import kinds

        from . import (
            commands,  # noqa: F401 – fills the registry of commands
            events,
            house,
            reactions,
            rights,
        )
        from .reacting import working

        rights.register()
        for kind, sentence in events.SENTENCES.items():
            kinds.register(kind, sentence, icon="bolt")
        reactions.register()
        house.register()
        working.register()
