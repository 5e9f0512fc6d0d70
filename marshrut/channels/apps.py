from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "marshrut.channels"
    label = "channels"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from marshrut.history import kinds
        from marshrut.org.sign_in import leaving

        from . import (
            commands,  # noqa: F401 – fills the registry of commands
            events,
            rights,
            working,
        )
        from .commands import browsers
        from .deciding import commands as _deciding  # noqa: F401
        from .deciding import working as _working  # noqa: F401 – fills the registry of effects
        from .linking import commands as _linking  # noqa: F401

        rights.register()
        for kind, sentence in events.SENTENCES.items():
            kinds.register(kind, sentence, icon="bell")
        leaving.listeners.append(browsers.left)
        working.register()
