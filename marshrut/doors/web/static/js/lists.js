/* Ticked rows: the bulk bar with count and sum, ranges with Shift, Escape clears. Only tasks of one kind go together. */
(function () {
  "use strict";
  const app = window.Marshrut;
  let last;
  const ticks = () => [...document.querySelectorAll("[data-tick-one]")].filter(app.visible);

  function money(total) {
    return new Intl.NumberFormat(document.documentElement.lang, { minimumFractionDigits: 2 }).format(total) + "\u00a0₽";
  }
  function refresh() {
    const all = ticks(), chosen = all.filter((tick) => tick.checked);
    const kind = chosen[0]?.dataset.kind;
    all.forEach((tick) => { tick.disabled = kind !== undefined && tick.dataset.kind !== kind; });
    document.querySelectorAll("[data-tick-all]").forEach((tick) => {
      tick.checked = !!chosen.length && chosen.length === all.length;
      tick.indeterminate = !!chosen.length && chosen.length < all.length;
    });
    document.querySelectorAll("[data-bulk]").forEach((bar) => {
      bar.hidden = !chosen.length || !!bar.dataset.bulk && bar.dataset.bulk !== kind;
      bar.querySelectorAll("[data-bulk-count]").forEach((count) => { count.textContent = chosen.length; });
      const sum = chosen.reduce((total, tick) => total + Number(tick.dataset.amount || 0), 0);
      bar.querySelectorAll("[data-bulk-sum]").forEach((place) => { place.textContent = sum ? money(sum) : ""; });
      bar.querySelectorAll("[data-bulk-ids]").forEach((field) => { field.value = chosen.map((tick) => tick.value).join(","); });
    });
  }
  app.on("change", (event) => {
    if (event.target.matches("[data-tick-all]")) ticks().forEach((tick) => { tick.checked = event.target.checked; });
    if (event.target.matches("[data-tick-all], [data-tick-one]")) refresh();
  });
  app.on("click", (event) => {
    const tick = event.target.closest("[data-tick-one]");
    if (tick && event.shiftKey && last?.isConnected) {
      const all = ticks(), [from, to] = [all.indexOf(last), all.indexOf(tick)].sort((a, b) => a - b);
      all.slice(from, to + 1).forEach((other) => { if (!other.disabled) other.checked = tick.checked; });
      refresh();
    }
    if (tick) last = tick;
    if (event.target.closest("[data-bulk-clear]")) clear();
  });
  function clear() { ticks().forEach((tick) => { tick.checked = false; }); refresh(); }
  app.on("keydown", (event) => {
    if (event.key === "Escape" && !document.querySelector("dialog[open]") && ticks().some((tick) => tick.checked)) clear();
  });
  app.onHtmx("afterSwap", refresh);
  refresh();
})();
