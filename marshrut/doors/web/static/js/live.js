/* Polls /live/ while the tab is seen. Only the bell and counters change by themselves; fragments that asked re-read on "flow:change". */
(function () {
  "use strict";
  const app = window.Marshrut;
  const pause = 4000;
  const bar = document.querySelector("[data-offline-bar]");
  let token = document.body.dataset.token || "0", timer, running = false, failures = 0, told = 0;

  function lost(yes) { if (bar) bar.hidden = !yes; }

  function show({ unread = "", unread_text: words = "", counts = {} }) {
    ring(unread, words);
    number(counts);
  }
  function ring(unread, words) {
    document.querySelectorAll("[data-bell-count]").forEach((count) => { count.textContent = unread; count.hidden = !unread; });
    document.querySelectorAll("[data-bell]").forEach((bell) => bell.setAttribute("aria-label", bell.dataset.label + (unread ? ": " + (words || unread) : "")));
  }
  function number(counts) {
    Object.entries(counts).forEach(([name, text]) => {
      document.querySelectorAll(`[data-live-count="${name}"]`).forEach((count) => { count.textContent = text; count.hidden = !text; });
    });
  }

  // The answer to a decision brings the counters along; a poll that was asked before it is out of date.
  app.on("counts", (event) => {
    told += 1;
    const { inbox, chat } = event.detail;
    if (inbox !== undefined) number({ inbox });
    if (chat !== undefined) { number({ chat }); ring(chat); } // both count what was not read
  });

  // "flow:change" for everyone, then "flow:inbox", "flow:card", "flow:board" for what has really changed.
  function tell(changes) {
    const names = ["change", ...new Set(changes.map((change) => change.split(":")[0]))];
    names.forEach((name) => document.body.dispatchEvent(new CustomEvent("flow:" + name, { bubbles: true, detail: { changes } })));
  }

  function ask() {
    if (running || document.hidden) return;
    running = true;
    const before = told;
    const watching = document.querySelector("[data-watch]")?.dataset.watch || "";
    fetch(`/live/?since=${encodeURIComponent(token)}&watch=${encodeURIComponent(watching)}`, { credentials: "same-origin", cache: "no-store", headers: { Accept: "application/json" } })
      .then((answer) => {
        if (answer.status === 401 || answer.status === 403 || answer.redirected) { clearInterval(timer); throw new Error("signed out"); }
        return answer.ok ? answer.json() : Promise.reject(answer.status);
      })
      .then((news) => {
        failures = 0;
        lost(false);
        if (told !== before) return;
        const changed = news.token !== token;
        token = news.token;
        show(news);
        if (changed) tell(news.changes || []);
      })
      .catch((reason) => {
        const down = typeof reason === "number" ? reason >= 500 : reason?.message !== "signed out";
        if (down && ++failures > 1) lost(true);
      })
      .finally(() => { running = false; });
  }

  window.addEventListener("offline", () => lost(true));
  window.addEventListener("online", ask);
  app.onHtmx("lost", () => lost(true));
  if (document.body.dataset.live !== "off") {
    timer = setInterval(ask, pause);
    app.on("visibilitychange", ask);
    // What I did myself shows in the counters at once.
    app.onHtmx("afterRequest", (event) => { if (app.source(event).closest?.("form[method=post]")) setTimeout(ask, 50); });
  }

  // A fragment is not replaced under the hands of somebody who types in it or has opened a form there.
  const busy = (box) =>
    [...box.querySelectorAll("textarea, input:not([type=hidden]):not([type=checkbox])")].some((field) => app.visible(field) && field.value !== field.defaultValue) ||
    [...box.querySelectorAll("select")].some((field) => app.visible(field) && [...field.options].some((one) => one.selected !== one.defaultSelected && (one.value || one.defaultSelected))) ||
    !!box.querySelector("[data-ask]:not([hidden]):not([data-standing]), dialog[open], details[data-menu][open], [data-touched]");
  app.busy = busy;
  app.onHtmx("beforeRequest", (event) => {
    const box = app.source(event);
    if (!box.matches?.("[data-live]:not(body)") || !busy(box)) return;
    event.preventDefault();
    if (box.querySelector("[data-fresh]")) return;
    const strip = document.createElement("button");
    strip.type = "button";
    strip.className = "fresh";
    strip.dataset.fresh = "";
    strip.textContent = app.word("changed");
    strip.addEventListener("click", () => location.reload());
    box.prepend(strip);
  });
})();
