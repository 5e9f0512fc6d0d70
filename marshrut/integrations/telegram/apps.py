from django.apps import AppConfig


class TelegramConfig(AppConfig):
    name = "marshrut.integrations.telegram"
    label = "telegram"

    def ready(self) -> None:
        from marshrut.channels import wire

        from .telegram import Telegram

        wire.register(Telegram())
