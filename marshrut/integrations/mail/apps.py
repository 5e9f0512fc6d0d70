from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "marshrut.integrations.mail"
    label = "mail"
