from django.apps import AppConfig


class CardsConfig(AppConfig):
    name = "marshrut.cards"
    label = "cards"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from marshrut.jobs.registry import DueTimer, on_housekeeping, on_timer
        from marshrut.kernel.actor import Actor

        from . import commands, events, places, reconcile, rights

        rights.register()
        events.register()
        places.register()

        def fire(timer: DueTimer) -> None:
            commands.fire_timer(Actor.system("timer"), timer=timer)

        on_timer(fire)
        on_housekeeping("cards.reconcile", 60)(reconcile.report)
