from django.apps import AppConfig


class PushConfig(AppConfig):
    name = "marshrut.integrations.push"
    label = "push"

    def ready(self) -> None:
        from marshrut.channels import wire

        from .browsers import Browsers

        wire.register(Browsers())
