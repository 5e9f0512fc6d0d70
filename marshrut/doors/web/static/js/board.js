/* The board: drag with Sortable, and the same move by a list of stages (button, key M). A refusal flies the card back. */
(function () {
  "use strict";
  const app = window.Marshrut;
  const board = document.querySelector("[data-board]");
  if (!board) return;
  const memory = `folded:${board.dataset.board}`;
  const lists = () => [...board.querySelectorAll("[data-column-list]")];
  const column = (element) => element.closest("[data-column]");
  const allowed = (tile, key) => (tile.dataset.moves || "").split(" ").includes(key);

  function send(tile, key, back) {
    tile.setAttribute("aria-busy", "true");
    return app.post(`/cards/${tile.dataset.tile}/move`, { stage: key, version: tile.dataset.version, key: app.key() })
      .then(async (answer) => {
        const news = await answer.json().catch(() => ({}));
        if (!answer.ok) throw news;
        tile.dataset.version = news.version ?? tile.dataset.version;
        if (news.moves) tile.dataset.moves = news.moves.join(" ");
        Object.entries(news.heads || {}).forEach(([name, html]) => {
          const head = document.getElementById("head-" + name);
          if (head) head.outerHTML = html;
        });
        app.toast({ text: news.text || `${app.word("moved")}: ${title(key)}`, undo: news.undo });
      })
      .catch((refusal) => {
        back();
        tile.classList.add("tile-back");
        setTimeout(() => tile.classList.remove("tile-back"), 400);
        const lost = refusal instanceof Error, known = !lost && refusal?.message;
        app.toast({
          text: known || app.word(lost ? "offline" : "failed"), tone: "bad",
          act: known ? undefined : { text: app.word("retry"), run: () => move(tile, key) },
        });
        if (refusal?.sheet) app.sheet(refusal.message, refusal.sheet);
      })
      .finally(() => { tile.removeAttribute("aria-busy"); empties(); });
  }

  const title = (key) => board.querySelector(`[data-column="${key}"] h2`)?.textContent.trim() || key;
  const place = (tile, list, before) => list.insertBefore(tile, before || null);

  function move(tile, key) {
    const from = tile.parentElement, next = tile.nextElementSibling;
    place(tile, board.querySelector(`[data-column="${key}"] [data-column-list]`), board.querySelector(`[data-column="${key}"] [data-tile]`));
    tile.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "smooth" });
    return send(tile, key, () => place(tile, from, next));
  }

  function empties() {
    lists().forEach((list) => {
      const note = list.querySelector("[data-column-empty]");
      if (note) note.hidden = !!list.querySelector("[data-tile]");
    });
  }

  // ── drag ──
  let held;
  if (window.Sortable) lists().forEach((list) => new window.Sortable(list, {
    group: { name: "board", put: (to, from, tile) => to.el === from.el || allowed(tile, column(to.el).dataset.column) },
    draggable: "[data-drag]", sort: false, animation: 160, delay: 260, delayOnTouchOnly: true, touchStartThreshold: 6,
    scrollSensitivity: 60, scrollSpeed: 14, bubbleScroll: true, fallbackTolerance: 4,
    ghostClass: "tile-ghost", chosenClass: "tile-chosen", dragClass: "tile-lifted",
    onStart({ item }) {
      held = { list: item.parentElement, next: item.nextElementSibling };
      board.querySelectorAll("[data-column]").forEach((target) => {
        const fits = target === column(item) || allowed(item, target.dataset.column);
        target.toggleAttribute("data-barred", !fits);
      });
    },
    onMove({ to }) {
      board.querySelectorAll("[data-target]").forEach((other) => other.removeAttribute("data-target"));
      column(to).setAttribute("data-target", "");
    },
    onEnd({ item, from, originalEvent }) {
      board.querySelectorAll("[data-barred], [data-target]").forEach((other) => { other.removeAttribute("data-barred"); other.removeAttribute("data-target"); });
      // Where the finger let go counts, not the last column that would have taken the card; the server says why not.
      const touch = originalEvent.changedTouches?.[0] || originalEvent;
      const under = document.elementFromPoint(touch.clientX, touch.clientY)?.closest("[data-column]");
      const { list, next } = held, back = () => place(item, list, next);
      const key = under?.dataset.column;
      back();
      if (under && under !== column(from)) move(item, key);
    },
  }));

  // ── the same without dragging ──
  app.on("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    const tile = button.closest("[data-tile]");
    const body = app.sheet(button.getAttribute("aria-label"));
    let hidden = false;
    board.querySelectorAll("[data-column]").forEach((target) => {
      const key = target.dataset.column, here = target === column(tile);
      if (!here && !allowed(tile, key)) { hidden = true; return; }
      const pick = document.createElement("button");
      pick.type = "button";
      pick.className = "pick";
      pick.disabled = here;
      const dot = document.createElement("span");
      dot.className = "stage-dot";
      dot.style.setProperty("--c", target.style.getPropertyValue("--c"));
      dot.textContent = title(key);
      pick.append(dot);
      if (here) pick.append(app.icon("check"));
      pick.addEventListener("click", () => { document.getElementById("sheet").close(); move(tile, key).then(() => tile.querySelector("a").focus()); });
      body.append(pick);
    });
    if (!hidden) return;
    const note = document.createElement("p");
    note.className = "hint sheet-note";
    note.textContent = app.word("byDecision");
    body.append(note);
  });

  // ── folded columns, remembered on this device ──
  const folded = () => JSON.parse(localStorage.getItem(memory) || "[]");
  function fold(target, yes) {
    target.toggleAttribute("data-folded", yes);
    target.querySelector("[data-fold]")?.setAttribute("aria-expanded", String(!yes));
  }
  folded().forEach((key) => { const target = board.querySelector(`[data-column="${key}"]`); if (target) fold(target, true); });
  app.on("click", (event) => {
    const target = event.target.closest("[data-fold]") ? column(event.target) : event.target.closest("[data-column][data-folded]");
    if (!target) return;
    fold(target, !target.hasAttribute("data-folded"));
    localStorage.setItem(memory, JSON.stringify([...board.querySelectorAll("[data-folded]")].map((other) => other.dataset.column)));
  });

  // ── the strip of stages on the phone follows the column in view ──
  const strip = document.querySelector("[data-stage-strip]");
  if (strip) {
    const seen = new IntersectionObserver((entries) => entries.forEach((entry) => {
      if (!entry.isIntersecting) return;
      strip.querySelectorAll("a").forEach((link) => {
        const here = link.getAttribute("href") === "#" + entry.target.id;
        link.toggleAttribute("aria-current", here);
        if (here) strip.scrollTo({ left: link.offsetLeft - 24, behavior: "smooth" });
      });
    }), { root: board, threshold: 0.6 });
    board.querySelectorAll("[data-column]").forEach((target) => seen.observe(target));
    strip.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (!link) return;
      event.preventDefault();
      document.querySelector(link.getAttribute("href")).scrollIntoView({ behavior: "smooth", inline: "start", block: "nearest" });
    });
  }
})();
