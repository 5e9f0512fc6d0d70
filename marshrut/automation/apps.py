from django.apps import AppConfig


class AutomationConfig(AppConfig):
    name = "marshrut.automation"
    label = "automation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from marshrut.org import access

        from . import house, reactions

        access.register("notice.deliver", access.nobody, programs=("robot", "system"))
        access.register("notice.read", access.everyone)
        reactions.register()
        house.register()
