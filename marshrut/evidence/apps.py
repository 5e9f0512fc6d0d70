from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "marshrut.evidence"
    label = "evidence"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from marshrut.history import kinds

        from . import duties, events, rights, working  # noqa: F401 – fill the registries of effects and of duties

        rights.register()
        for kind, sentence in events.SENTENCES.items():
            kinds.register(kind, sentence, icon="archive")
