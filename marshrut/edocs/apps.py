from django.apps import AppConfig


class EDocsConfig(AppConfig):
    name = "marshrut.edocs"
    label = "edocs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from marshrut.history import kinds

        from . import (
            commands,  # noqa: F401 – fills the registry of commands
            duties,  # noqa: F401 – fills the registry of duties
            events,
            rights,
            working,  # noqa: F401 – fills the registries of effects and of duties
        )

        rights.register()
        for kind, sentence in events.SENTENCES.items():
            kinds.register(kind, sentence, icon="link")
