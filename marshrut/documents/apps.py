from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "marshrut.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import (
            drawing,  # noqa: F401 – fills the registries of commands and of effects
            duties,  # noqa: F401
            rights,
        )

        rights.register()
