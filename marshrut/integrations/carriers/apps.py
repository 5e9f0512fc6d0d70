from django.apps import AppConfig


class CarriersConfig(AppConfig):
    name = "marshrut.integrations.carriers"
    label = "carriers"

    def ready(self) -> None:
        from marshrut.jobs.registry import on_effect, on_housekeeping
        from marshrut.shipments import tracking

        from . import polling
        from .cdek import Cdek
        from .dellin import Dellin
        from .demo import Demo
        from .russian_post import RussianPost

        for provider in (RussianPost(), Cdek(), Dellin(), Demo()):
            tracking.register(provider)
            kind = polling.kind(provider.code)
            on_effect(kind, lane=kind, lease=polling.LEASE, max_attempts=3, inside=True)(polling.turn)
        tracking.register_poller(polling.soon)
        on_housekeeping("carriers.poll", polling.EVERY)(polling.duty)
