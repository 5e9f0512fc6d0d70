from django.apps import AppConfig


class OrgConfig(AppConfig):
    name = "marshrut.org"
    label = "org"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from marshrut.kernel import permissions

        from . import (
            access,
            commands,  # noqa: F401 – fills the registry of commands
            events,
        )
        from .sign_in import links, sessions  # noqa: F401 – what the worker does

        events.register()
        permissions.set_gate(access.require)
