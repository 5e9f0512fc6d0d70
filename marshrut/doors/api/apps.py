from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "marshrut.doors.api"
    label = "api"
