from django.apps import AppConfig


class CliConfig(AppConfig):
    name = "marshrut.doors.cli"
    label = "cli"
