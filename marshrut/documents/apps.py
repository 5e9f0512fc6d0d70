from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "marshrut.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from marshrut.definitions import papers
        from marshrut.history import kinds

        from . import (
            cabinet,
            drawing,  # noqa: F401 – fills the registries of commands and of effects
            duties,  # noqa: F401
            events,
            rights,
        )
        from .fns import working as formal_working  # noqa: F401
        from .reading import working  # noqa: F401

        rights.register()
        papers.register(cabinet.keys)
        for kind, sentence in events.SENTENCES.items():
            refs = events.STATUS_REFS if kind == events.STATUS_SET else events.REFS
            kinds.register(kind, sentence, icon="file-text", refs=refs)
