/* The inbox: the chosen row is marked at once, the list keeps its place, the phone shows the detail alone. */
(function () {
  "use strict";
  const app = window.Marshrut;
  const inbox = () => document.getElementById("inbox");
  let place = 0;

  app.on("click", (event) => {
    const link = event.target.closest("[data-inbox-row]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      document.querySelectorAll("[data-inbox-row]").forEach((other) => {
        other.toggleAttribute("aria-current", other === link);
        other.closest("[data-row]").toggleAttribute("data-current", other === link);
      });
      inbox().setAttribute("data-chosen", "");
    }
    const back = event.target.closest("[data-inbox-back]");
    if (back) {
      event.preventDefault();
      inbox().removeAttribute("data-chosen");
      history.pushState(null, "", back.href);
      const current = document.querySelector("[data-inbox-row][aria-current]");
      current?.scrollIntoView({ block: "center" });
      current?.focus({ preventScroll: true });
    }
  });
  // On the phone a decision leads back to the list: the next task must not slip under the same thumb.
  app.on("submit", (event) => {
    const next = matchMedia("(max-width: 820px)").matches && event.target.matches("form.decision") && event.target.elements.next;
    if (next) next.value = "/inbox/";
  }, true);
  app.onHtmx("beforeRequest", () => { place = document.querySelector("[data-inbox-list]")?.scrollTop || 0; });
  app.onHtmx("afterSwap", () => {
    const list = document.querySelector("[data-inbox-list]");
    if (!list) return;
    if (!list.scrollTop) list.scrollTop = place;
    document.querySelector("[data-row][data-current]")?.scrollIntoView({ block: "nearest" });
  });
  window.addEventListener("popstate", () => location.reload());
})();
