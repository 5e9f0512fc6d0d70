from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "marshrut.doors.web"
    label = "web"
