from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "marshrut.letters"
    label = "letters"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from marshrut.history import kinds

        from . import (
            commands,  # noqa: F401 – fills the registry of commands
            duties,  # noqa: F401
            events,
            leaving,
            oversight,
            rights,
            working,  # noqa: F401 – fills the registries of effects and of duties
        )

        rights.register()
        rights.register_mailboxes()
        oversight.register()
        leaving.register()
        for kind, sentence in events.SENTENCES.items():
            kinds.register(kind, sentence, icon="link")
