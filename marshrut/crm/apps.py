from django.apps import AppConfig


class CrmConfig(AppConfig):
    name = "marshrut.crm"
    label = "crm"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from marshrut.history import kinds

        from . import (
            commands,  # noqa: F401 – fills the registry of commands
            events,
            rights,
        )

        rights.register()
        for kind, (sentence, icon) in events.SENTENCES.items():
            kinds.register(kind, sentence, icon=icon, refs=events.REFS[kind])
