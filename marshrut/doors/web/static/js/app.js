/* What the other scripts share: both spellings of htmx events, requests with the CSRF token, words, menus, forms. */
(function () {
  "use strict";
  const app = (window.Marshrut = {});
  const spellings = {
    beforeRequest: ["htmx:beforeRequest", "htmx:before:request"],
    afterRequest: ["htmx:afterRequest", "htmx:finally:request"],
    afterSwap: ["htmx:afterSwap", "htmx:after:swap"],
    refused: ["htmx:responseError", "htmx:response:error"],
    lost: ["htmx:sendError", "htmx:error"],
  };

  app.on = (type, handler, options) => document.addEventListener(type, handler, options);
  app.onHtmx = (name, handler) => spellings[name].forEach((spelling) => app.on(spelling, handler));
  app.source = (event) => event.detail?.ctx?.sourceElement || event.detail?.elt || event.target;
  app.request = (event) => event.detail?.xhr || event.detail?.ctx;
  app.status = (event) => event.detail?.xhr?.status ?? event.detail?.ctx?.response?.status ?? 0;
  app.succeeded = (event) => app.status(event) >= 200 && app.status(event) < 400;
  app.word = (name) => document.getElementById("words")?.dataset["word" + name[0].toUpperCase() + name.slice(1)] || "";
  app.icon = (name) => {
    const use = document.querySelector("svg use")?.getAttribute("href") || "";
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.classList.add("icon");
    svg.setAttribute("aria-hidden", "true");
    svg.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "use")).setAttribute("href", use.split("#")[0] + "#" + name);
    return svg;
  };
  app.visible = (element) => !!element && element.checkVisibility({ visibilityProperty: true });
  app.key = () => (crypto.randomUUID ? crypto.randomUUID() : String(Math.random()).slice(2) + Date.now());
  app.post = (url, fields) =>
    fetch(url, {
      method: "POST", body: new URLSearchParams(fields), credentials: "same-origin",
      headers: { "X-CSRFToken": document.body.dataset.csrf, Accept: "application/json" },
    });

  // Menus made of <details>: one open at a time, closed by a click elsewhere, a choice or Escape.
  const menus = () => document.querySelectorAll("details[data-menu][open]");
  app.on("click", (event) => {
    menus().forEach((menu) => {
      const chosen = event.target.closest(".menu-item") && menu.contains(event.target);
      if (chosen || !menu.contains(event.target)) menu.open = false;
    });
  });
  app.on("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) event.target.closest?.("form[data-edit]")?.querySelector("[data-edit-cancel]")?.click();
    if (event.key === "Escape") menus().forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); });
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const form = event.target.closest?.("form");
      // The visible button: while a reason is asked for, the other outcomes are hidden and must not be taken.
      const button = form && [...form.querySelectorAll("[type=submit]:not([formaction]), button:not([type])")].find(app.visible);
      if (button) { event.preventDefault(); button.click(); }
    }
  });

  // A form that leaves the page by the ordinary way must not be sent twice; what is saved as a file leaves no page.
  app.on("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post") || form.hasAttribute("data-download")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    event.submitter?.setAttribute("aria-busy", "true");
  });
  // A refused form shows what is to be corrected, not its top.
  document.addEventListener("DOMContentLoaded", () => {
    const wrong = [...document.querySelectorAll('main [aria-invalid="true"]')].find((field) => field.offsetParent);
    wrong?.scrollIntoView({ block: "center" });
  });
  // So does a part of the page that came back refused; on a phone it may be a screen away.
  app.onHtmx("afterSwap", (event) => {
    if (app.status(event) !== 422) return;
    const wrong = [...document.querySelectorAll('main [aria-invalid="true"], dialog[open] [aria-invalid="true"], main [role="alert"]')].find(app.visible);
    wrong?.scrollIntoView({ block: "center" });
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => {
      delete form.dataset.sent;
      form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
    });
  });

  app.on("click", (event) => {
    const copy = event.target.closest("[data-copy]");
    if (!copy) return;
    navigator.clipboard?.writeText(copy.dataset.copy).then(() => app.toast({ text: app.word("copied") }));
  });

  const current = () => document.querySelectorAll("[data-stages] [aria-current]").forEach((stage) => {
    const bar = stage.parentElement;
    bar.scrollLeft = stage.offsetLeft - (bar.clientWidth - stage.clientWidth) / 2;
  });
  current();
  app.onHtmx("afterSwap", current);

  if ("serviceWorker" in navigator && location.protocol === "https:") navigator.serviceWorker.register("/sw.js");
})();
