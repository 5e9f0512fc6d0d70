from django.apps import AppConfig


class MaxConfig(AppConfig):
    name = "marshrut.integrations.max"
    label = "max"

    def ready(self) -> None:
        from marshrut.channels import wire

        from .messenger import Max

        wire.register(Max())
