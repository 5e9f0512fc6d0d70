"""Pictures of every screen for docs/screens, over a freshly loaded demo company: `script/screens`."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from marshrut.config.postgres import place

from .browser import DESK, FLAGS, PHONE

PORT = 8790
ADDRESS = f"http://127.0.0.1:{PORT}"
PASSWORD = "снимки-экранов-2026"
PLACE = Path(__file__).resolve().parents[2] / "docs" / "screens"
#: name -> (who, address, what to press before the picture)
SCREENS = {
    "sign-in": ("", "/login/", ""),
    "inbox": ("zhukov@osoka.example", "/inbox/", ""),
    "board": ("sokolova@osoka.example", "/cards/payment_request/", ""),
    "list": ("sokolova@osoka.example", "/cards/payment_request/list/", ""),
    "card": ("krylova@osoka.example", "/cards/payment_request/list/?stage=paid", "main a:visible:has-text('счёт')"),
    "contract": ("lebedeva@osoka.example", "/cards/contract/list/", "main a:visible:has-text('Экстракты трав')"),
    "contract-task": ("aksyonova@osoka.example", "/inbox/", "[data-inbox-row] a:visible, [data-inbox-row]:visible"),
    "documents": ("lebedeva@osoka.example", "/documents/", ""),
    "document": ("melnikova@osoka.example", "/documents/?q=флаконов", "main a:visible:has-text('Поставка флаконов')"),
    "kind": ("gusev@osoka.example", "/documents/kinds/contract/", ""),
    "book": ("melnikova@osoka.example", "/documents/book/", ""),
    "partner": ("vinogradov@osoka.example", "/companies/?q=верша", "main a:visible:has-text('верша')"),
    "letters": ("melnikova@osoka.example", "/letters/", ""),
    "chat": ("vinogradov@osoka.example", "/chat/", ""),
    "shipments": ("vinogradov@osoka.example", "/shipments/", ""),
    "skips": ("ershov@osoka.example", "/skips/", ""),
    "edocs": ("zaitseva@osoka.example", "/edocs/", ""),
    "edoc": ("zaitseva@osoka.example", "/edocs/?tab=signed", "main a:visible:has-text('УПД №')"),
    "unmatched": ("zaitseva@osoka.example", "/edocs/unmatched/", ""),
    "base": ("gusev@osoka.example", "/onec/training/", ""),
    "reactions": ("gusev@osoka.example", "/reactions/", ""),
    "reports": ("sokolova@osoka.example", "/dashboards/", ""),
    "edoc-reports": ("sokolova@osoka.example", "/dashboards/edocs/", ""),
    "create": ("lebedeva@osoka.example", "/cards/payment_request/new/", ""),
    "notifications": ("zhukov@osoka.example", "/notifications/", ""),
    "notice-choices": ("zhukov@osoka.example", "/profile/notifications/", ""),
    "channels": ("gusev@osoka.example", "/channels/", ""),
    "load": ("sokolova@osoka.example", "/load/", ""),
    "import": ("gusev@osoka.example", "/org/import/", ""),
    "company": ("gusev@osoka.example", "/org/", ""),
    "counterparties": ("lebedeva@osoka.example", "/companies/", ""),
    "thresholds": ("gusev@osoka.example", "/packs/payments/settings/", ""),
    "calendar": ("gusev@osoka.example", "/calendar/", ""),
    "absences": ("sokolova@osoka.example", "/absences/calendar/", ""),
    "absence": ("fedorova@osoka.example", "/absences/", "a[aria-label^='Изменить']"),
    "profile": ("reed@osoka.example", "/profile/", ""),
}


@contextmanager
def product() -> Iterator[None]:
    home = Path(tempfile.mkdtemp(prefix="marshrut-screens-"))
    environment = {**os.environ, "MARSHRUT_HOME": str(home), "PORT": str(PORT), "MARSHRUT_DEMO_PASSWORD": PASSWORD}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-P", "-m", "marshrut.config.console", "up"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as up:
        try:
            wait_until_ready()
            yield
        finally:
            up.send_signal(signal.SIGTERM)
            up.wait(30)
            found = place.find(home)
            if found:
                shutil.rmtree(found.base, ignore_errors=True)
            shutil.rmtree(home, ignore_errors=True)


def wait_until_ready() -> None:
    end = time.monotonic() + 400
    while time.monotonic() < end:
        with suppress(OSError), urllib.request.urlopen(f"{ADDRESS}/healthz", timeout=5) as answer:  # noqa: S310
            if answer.status == 200:
                time.sleep(20)  # pages of the papers are being drawn
                return
        time.sleep(1)
    raise TimeoutError("the product did not start")


def sign_in(page: Page, email: str) -> None:
    page.goto(f"{ADDRESS}/login/")
    page.locator("input[type=email], input[name=email]").first.fill(email)
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("button.login-go").click()
    page.wait_for_url("**/inbox/**")


def take(browser: Browser, size: str) -> None:
    contexts = {}
    for name, (who, address, press) in SCREENS.items():
        if who not in contexts:
            view = PHONE if size == "phone" else DESK
            contexts[who] = browser.new_context(viewport=view, has_touch=size == "phone", locale="ru-RU")
            if who:
                sign_in(contexts[who].new_page(), who)
        page = contexts[who].new_page()
        page.goto(f"{ADDRESS}{address}")
        if press:
            page.locator(press).first.click()
        page.wait_for_load_state()
        page.wait_for_timeout(1000)
        page.screenshot(path=PLACE / f"{name}-{size}.png")
        page.close()


def main() -> None:
    shutil.rmtree(PLACE, ignore_errors=True)
    PLACE.mkdir(parents=True)
    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with product(), sync_playwright() as player:
        browser = player.chromium.launch(executable_path=found, args=FLAGS)
        for size in ("desk", "phone"):
            take(browser, size)
        browser.close()
    lines = ["# Screens", "", "Made by `script/screens` over the demo company."]
    for name in SCREENS:
        lines += ["", f"## {name}", "", f"![{name}]({name}-desk.png)", "", f"![{name}, phone]({name}-phone.png)"]
    (PLACE / "README.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
