/* Ctrl+K: one box for going, creating and finding. The server answers /palette/?q= with options, already filtered by access. */
(function () {
  "use strict";
  const app = window.Marshrut;
  const dialog = document.getElementById("palette");
  if (!dialog) return;
  const input = dialog.querySelector("[data-palette-input]");
  const list = dialog.querySelector("[data-palette-list]");
  let running, timer;

  const options = () => [...list.querySelectorAll("[role=option]")];

  function choose(option) {
    options().forEach((other) => other.setAttribute("aria-selected", String(other === option)));
    if (!option) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function load() {
    running?.abort();
    running = new AbortController();
    fetch("/palette/?q=" + encodeURIComponent(input.value.trim()), { signal: running.signal, credentials: "same-origin", headers: { "HX-Request": "true" } })
      .then((answer) => (answer.ok ? answer.text() : Promise.reject(answer.status)))
      .then((html) => {
        list.innerHTML = html;
        options().forEach((option, index) => { option.id = "palette-" + index; });
        choose(options()[0]);
      })
      .catch((reason) => { if (reason?.name !== "AbortError") app.toast({ text: app.word("offline"), tone: "bad" }); });
  }

  dialog.addEventListener("dialog:open", () => { input.value = ""; input.focus(); load(); });
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(load, 120); });
  input.addEventListener("keydown", (event) => {
    const all = options();
    const at = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(all[(at + (event.key === "ArrowDown" ? 1 : -1) + all.length) % all.length]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      go(all[at], event.ctrlKey || event.metaKey);
    }
  });

  function go(option, aside) {
    if (!option) return;
    if (aside) return window.open(option.dataset.url, "_blank", "noopener");
    dialog.close();
    if (option.dataset.opens) return app.open(document.getElementById(option.dataset.opens));
    location.href = option.dataset.url;
  }
  list.addEventListener("click", (event) => go(event.target.closest("[role=option]"), event.ctrlKey || event.metaKey));
})();
