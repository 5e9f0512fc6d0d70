/* Keyboard: [data-key="KeyA"], chords "KeyG KeyI", "ctrl+KeyK"; J/K walk [data-row]. By place (event.code), so any layout works. */
(function () {
  "use strict";
  const app = window.Marshrut;
  const typing = (target) => target.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
  let chord = "", timer;

  function press(name) {
    const found = [...document.querySelectorAll(`[data-key="${name}"]`)].filter(app.visible);
    const near = found.find((element) => element.closest("[data-tile], [data-row]")?.matches(":focus-within, :hover"));
    const target = near || found.find((element) => !element.closest("[data-tile], [data-row]"));
    if (!target) return false;
    target.click();
    return true;
  }

  function walk(step) {
    const rows = [...document.querySelectorAll("[data-row]")].filter(app.visible);
    if (!rows.length) return false;
    const focused = rows.findIndex((row) => row.contains(document.activeElement));
    const at = focused >= 0 ? focused : rows.findIndex((row) => row.matches("[aria-current], :has([aria-current])"));
    const row = rows[Math.max(0, Math.min(rows.length - 1, at + step))];
    const link = row.matches("a") ? row : row.querySelector("a");
    link.focus();
    row.scrollIntoView({ block: "nearest" });
    if (row.dataset.row === "open") link.click();
    return true;
  }

  app.on("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const held = event.ctrlKey || event.metaKey;
    if (held && !event.altKey && !event.shiftKey && press("ctrl+" + event.code)) return event.preventDefault();
    if (held || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
    if (document.body.dataset.keys === "off") return;
    if (event.key === "?" || (event.shiftKey && event.code === "Slash")) {
      event.preventDefault();
      return app.open(document.getElementById("keys-help"));
    }
    if (event.shiftKey || event.repeat && event.code !== "KeyJ" && event.code !== "KeyK") return;
    if (event.code === "KeyJ" || event.code === "KeyK") {
      if (walk(event.code === "KeyJ" ? 1 : -1)) event.preventDefault();
      return;
    }
    const name = chord ? chord + " " + event.code : event.code;
    clearTimeout(timer);
    chord = "";
    if (press(name)) return event.preventDefault();
    if (document.querySelector(`[data-key^="${name} "]`)) {
      chord = name;
      timer = setTimeout(() => { chord = ""; }, 1200);
    }
  });
})();
