from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "marshrut.history"
    label = "history"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import commands, events  # noqa: F401 - commands fill their registry

        events.register()
