from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    name = "marshrut.calendars"
    label = "calendars"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import commands, events  # noqa: F401 - commands fill their registry

        events.register()
