from django.apps import AppConfig


class DemoConfig(AppConfig):
    """No tables: an app only for the sake of its translations."""

    name = "marshrut.demo"
    label = "demo"
