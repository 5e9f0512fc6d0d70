/* Toasts: Marshrut.toast({text, tone, act: {text, url, run}}), the "toast" event of HX-Trigger, and messages in the page. */
(function () {
  "use strict";
  const app = window.Marshrut;
  const icons = { ok: "circle-check", bad: "alert-circle", warn: "alert-triangle", info: "info-circle", neutral: "x" };
  const tones = { success: "ok", error: "bad", warning: "warn", debug: "info" };
  const life = 7000;

  function leave(toast) {
    toast.dataset.leaving = "";
    setTimeout(() => toast.remove(), 250);
  }

  function button(className, text, run) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = className;
    made.textContent = text;
    made.addEventListener("click", run);
    return made;
  }

  function act(toast, what) {
    leave(toast);
    if (what.run) return what.run();
    app.post(what.url, { key: app.key() })
      .then((answer) => (answer.ok ? location.reload() : answer.json().then((said) => app.toast({ text: said.message || app.word("failed"), tone: "bad" }))))
      .catch(() => app.toast({ text: app.word("offline"), tone: "bad" }));
  }

  app.toast = function ({ text, tone = "ok", act: what, undo }) {
    const region = document.getElementById("toasts");
    if (!region || !text) return;
    const toast = document.createElement("div");
    toast.className = "toast";
    toast.dataset.tone = tones[tone] || tone;
    const body = document.createElement("span");
    body.className = "toast-text";
    body.textContent = text;
    toast.append(app.icon(icons[toast.dataset.tone] || icons.ok), body);
    if (undo) what = { text: app.word("undo"), url: undo };
    if (what) toast.append(button("toast-act", what.text, () => act(toast, what)));
    const close = button("toast-close", "", () => leave(toast));
    close.setAttribute("aria-label", app.word("close"));
    close.append(app.icon("x"));
    toast.append(close);
    region.append(toast);
    while (region.querySelectorAll(".toast").length > 3) region.querySelector(".toast").remove();

    // The clock stops while somebody reads or stands on the toast.
    let left = toast.dataset.tone === "bad" ? life * 2 : life;
    const tick = setInterval(() => {
      if (!toast.isConnected) return clearInterval(tick);
      if (toast.matches(":hover, :focus-within") || document.hidden) return;
      if ((left -= 250) <= 0) { clearInterval(tick); leave(toast); }
    }, 250);
  };

  app.on("toast", (event) => app.toast(event.detail || {}));
  document.querySelectorAll("[data-toast]").forEach((waiting) => {
    app.toast({ text: waiting.dataset.toast, tone: waiting.dataset.tone, undo: waiting.dataset.undo });
    waiting.remove();
  });
})();
