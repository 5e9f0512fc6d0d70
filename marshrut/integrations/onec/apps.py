from django.apps import AppConfig


class OneCConfig(AppConfig):
    name = "marshrut.integrations.onec"
    label = "onec"

    def ready(self) -> None:
        from marshrut.edocs import source

        from .source import OneC

        source.register(OneC())
