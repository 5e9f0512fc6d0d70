from django.apps import AppConfig


class ShipmentsConfig(AppConfig):
    name = "marshrut.shipments"
    label = "shipments"
    default_auto_field = "django.db.models.BigAutoField"
