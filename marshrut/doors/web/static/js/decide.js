/* Decisions: a reason in place, no double click, honest answers. */
(function () {
  "use strict";
  const app = window.Marshrut;

  // What comes in the place of a decision must not be decided by the same press: the buttons wait a moment and show it.
  const pause = 700;
  let decision, quiet;
  function hush() {
    const waiting = [...document.querySelectorAll("form[data-decide] [name=outcome]")];
    waiting.forEach((button) => { button.setAttribute("aria-disabled", "true"); button.dataset.hushed = ""; });
    clearTimeout(quiet);
    quiet = setTimeout(() => {
      quiet = undefined;
      waiting.forEach((button) => { button.removeAttribute("aria-disabled"); delete button.dataset.hushed; });
    }, pause);
  }
  app.on("click", (event) => {
    if (quiet === undefined || !event.target.closest("form[data-decide] [name=outcome]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
  // Only the answer to the decision itself: a field that is checked meanwhile is answered, too.
  app.onHtmx("afterSwap", (event) => {
    if (!decision || app.request(event) !== decision) return;
    decision = undefined;
    hush();
  });

  // A panel that stands open from the beginning gives way to the one that was asked for, and comes back after it.
  const standing = (panel) => panel.hasAttribute("data-standing");
  function open(form, key) {
    form.querySelectorAll("[data-ask]").forEach((panel) => {
      const chosen = key ? panel.dataset.ask === key : standing(panel);
      panel.hidden = panel.disabled = !chosen;
      if (key && chosen) (panel.querySelector("[data-reason]:enabled") || panel.querySelector("input:not([type=hidden]), select, textarea"))?.focus();
    });
    form.querySelectorAll("[name=outcome]").forEach((button) => {
      button.hidden = button.disabled = !!key && button.value !== key;
      if (button.dataset.look === "bad" || button.dataset.look === "bad-full") button.dataset.look = button.value === key ? "bad-full" : "bad";
    });
    form.querySelectorAll("[data-act]").forEach((other) => { other.hidden = !!key; });
    const cancel = form.querySelector("[data-ask-cancel]");
    if (cancel) cancel.hidden = !key;
  }
  const opened = (form) => form.querySelector("[data-ask]:not([hidden]):not([data-standing])")?.dataset.ask;
  const shown = (form, key) => !!form.querySelector(`[data-ask="${key}"]:not([hidden])`);

  // Capture: the first press on an asking outcome opens its panel before htmx sees the click.
  app.on("click", (event) => {
    const button = event.target.closest("[data-asks]");
    if (button && !shown(button.form, button.dataset.asks)) {
      event.preventDefault();
      event.stopPropagation();
      return open(button.form, button.dataset.asks);
    }
    const cancel = event.target.closest("[data-ask-cancel]");
    if (cancel) {
      const key = opened(cancel.form);
      open(cancel.form, "");
      cancel.form.querySelector(`[data-asks="${key}"]`)?.focus();
    }
  }, true);
  app.on("keydown", (event) => {
    const form = event.key === "Escape" && event.target.closest?.("form[data-decide]");
    if (form && opened(form)) { event.preventDefault(); form.querySelector("[data-ask-cancel]").click(); }
  });
  // Enter in a field would press the first button of the form, whichever it is: press the one that asked.
  app.on("keydown", (event) => {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || !event.target.matches?.("form[data-decide] [data-ask] input")) return;
    if (event.target.matches("[aria-expanded=true]")) return; // it takes a suggestion
    if (event.defaultPrevented || event.target.matches("[type=file], [type=checkbox]")) return;
    event.preventDefault();
    event.target.form.querySelector(`[name=outcome][value="${event.target.closest("[data-ask]").dataset.ask}"]`)?.click();
  });
  // Some of the listed reasons ask for words as well.
  app.on("change", (event) => {
    if (!event.target.matches("[data-because]")) return;
    const box = event.target.closest(".reasons"), words = box.querySelector("[data-explained]");
    if (!words) return;
    const wanted = !!box.querySelector("[data-explain]:checked"), text = words.querySelector("textarea");
    words.hidden = text.disabled = !wanted;
    if (wanted) text.focus();
  });
  // White space is no reason.
  app.on("input", (event) => {
    if (event.target.matches("[data-reason]")) event.target.setCustomValidity("");
  });
  app.on("click", (event) => {
    const button = event.target.closest("form[data-decide] [name=outcome]");
    const reason = button?.form.querySelector("[data-ask]:not([hidden]) [data-reason]:enabled");
    if (reason) reason.setCustomValidity(reason.value.trim() ? "" : app.word("reason"));
  }, true);

  // The pressed button shows that it works; the others wait for the answer.
  let pressed;
  app.on("submit", (event) => { if (event.target.hasAttribute("hx-post")) pressed = event.submitter; }, true);
  app.onHtmx("beforeRequest", (event) => {
    const source = app.source(event);
    const form = source.closest?.("form");
    if (!form?.hasAttribute("hx-post") || event.defaultPrevented || source.hasAttribute?.("hx-get")) return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    decision = form.matches("[data-decide]") ? app.request(event) : undefined;
    const button = source.matches("button") ? source : pressed;
    button?.setAttribute("aria-busy", "true");
    form.querySelectorAll("button").forEach((other) => { if (other !== button) other.setAttribute("aria-disabled", "true"); });
  });
  app.onHtmx("afterRequest", (event) => {
    const form = app.source(event).closest?.("form[data-sent]");
    if (!form || app.source(event).hasAttribute("hx-get")) return;
    delete form.dataset.sent;
    form.querySelectorAll("[aria-busy], [aria-disabled]").forEach((button) => { button.removeAttribute("aria-busy"); button.removeAttribute("aria-disabled"); });
    if (app.succeeded(event)) form.closest("dialog[open]")?.close();
  });
  app.onHtmx("refused", (event) => {
    if (app.status(event) === 409 || app.status(event) === 422) return; // these come with a fragment that says why
    app.toast({ text: app.word("failed"), tone: "bad" });
  });
  app.onHtmx("lost", (event) => {
    const form = app.source(event).closest?.("form");
    app.toast({ text: app.word("offline"), tone: "bad", act: form && { text: app.word("retry"), run: () => form.requestSubmit(pressed?.form === form ? pressed : undefined) } });
  });
  const reopen = () => document.querySelectorAll("form[data-decide]").forEach((form) => { if (opened(form)) open(form, opened(form)); });
  app.onHtmx("afterSwap", reopen);
  // What the refusal is about comes into sight.
  app.onHtmx("afterSwap", () => document.querySelector("[data-look-here]")?.scrollIntoView({ block: "nearest" }));
  reopen();
})();
