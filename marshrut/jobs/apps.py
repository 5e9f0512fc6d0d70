from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "marshrut.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import commands, reconcile  # noqa: F401 - commands fill their registry

        reconcile.register()
