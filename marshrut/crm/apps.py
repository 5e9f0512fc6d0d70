from django.apps import AppConfig


class CrmConfig(AppConfig):
    name = "marshrut.crm"
    label = "crm"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from marshrut.history import kinds

        from . import commands as commands  # fills the registry of commands
        from . import events, rights

        rights.register()
        for kind, sentence in events.SENTENCES.items():
            kinds.register(kind, sentence)
