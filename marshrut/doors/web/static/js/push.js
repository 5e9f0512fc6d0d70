/* «Включить в этом браузере»: asks the browser for leave, subscribes to the key of the portal, tells the portal where. */
(function () {
  "use strict";
  const form = document.querySelector("[data-push]");
  if (!form) return;
  const said = document.querySelector("[data-push-said]");
  const able = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
  const cannot = !window.isSecureContext ? "plain" : !able ? "none" : Notification.permission === "denied" ? "denied" : "";

  function not(why) {
    form.hidden = !!why;
    document.querySelectorAll("[data-push-not]").forEach((hint) => { hint.hidden = hint.dataset.pushNot !== why; });
  }
  not(cannot);
  if (cannot) return;

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

  async function subscribed(anew) {
    const worker = await navigator.serviceWorker.register("/sw.js").then(() => navigator.serviceWorker.ready);
    const known = await worker.pushManager.getSubscription();
    const options = { userVisibleOnly: true, applicationServerKey: bytes(form.dataset.push) };
    if (known && !anew) {
      const same = known.options.applicationServerKey;
      if (same && String(new Uint8Array(same)) === String(options.applicationServerKey)) return known;
    }
    if (known) await known.unsubscribe(); // of a key that is gone, or of somebody who used this browser before
    return worker.pushManager.subscribe(options);
  }

  async function tell(anew) {
    const body = new FormData(form);
    body.set("subscription", JSON.stringify((await subscribed(anew)).toJSON()));
    const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin", headers: { Accept: "application/json" } });
    const found = await answer.json().catch(() => ({}));
    if (answer.ok) { location.assign(found.url); return; }
    if (found.code === "taken" && !anew) { await tell(true); return; }
    throw new Error(found.message || "");
  }

  form.querySelector("[data-push-on]").addEventListener("click", async (event) => {
    const button = event.currentTarget;
    if (button.getAttribute("aria-busy")) return;
    button.setAttribute("aria-busy", "true");
    said.hidden = true;
    try {
      if ((await Notification.requestPermission()) !== "granted") { not(Notification.permission === "denied" ? "denied" : ""); return; }
      await tell(false);
    } catch (error) {
      said.textContent = error.name === "Error" && error.message ? error.message : said.dataset.words;
      said.hidden = false;
    } finally {
      button.removeAttribute("aria-busy");
    }
  });
})();
