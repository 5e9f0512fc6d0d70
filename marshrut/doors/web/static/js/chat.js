/* The chat: an answer goes to the card and the person of the message, the room stays where it is read, nothing typed is lost. */
(function () {
  "use strict";
  const app = window.Marshrut;
  const room = () => document.querySelector("[data-chat-room]");
  const down = () => document.querySelector("[data-chat-down]");
  const composer = () => document.getElementById("chat-composer");
  // The room is drawn from its end, so the end is at zero.
  const above = () => Math.abs(room()?.scrollTop || 0) > 120;

  function address(data) {
    const form = composer(), input = form.querySelector("[data-suggest-input]");
    if (data.card) {
      form.querySelector("[data-chat-card]").value = data.card;
      input.value = input.dataset.chosen = data.cardName;
      input.setCustomValidity("");
    }
    form.querySelector("[data-chat-to]").value = data.to || "";
    form.querySelector("[data-chat-name]").textContent = data.toName || "";
    form.querySelector("[data-chat-answer]").hidden = !data.to;
  }
  app.on("click", (event) => {
    const link = event.target.closest("[data-answer]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      address(link.dataset);
      composer().querySelector("textarea").focus();
    }
    if (event.target.closest("[data-chat-clear]")) {
      address({});
      composer().querySelector("textarea").focus();
    }
    if (event.target.closest("[data-chat-down]")) {
      room().scrollTop = 0;
      down().hidden = true;
    }
  });

  // The field grows with the text, up to its limit.
  function grow(field) {
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight + 2, 160)}px`;
  }
  app.on("input", (event) => { if (event.target.matches("#chat-text")) grow(event.target); });

  // A task that somebody is deciding is not drawn anew under their hands.
  app.onHtmx("beforeRequest", (event) => {
    const box = app.source(event);
    if (box.matches?.(".chat-task") && app.busy(box)) event.preventDefault();
  });
  // What came while earlier messages are read waits below.
  // A message is read when it has stood in sight for a moment: half of it, or half of the room full of it.
  const inSight = new Set();
  let reading = 0;
  function read() {
    reading = 0;
    const seen = [...inSight].filter((one) => one.isConnected);
    inSight.clear();
    seen.forEach((one) => eye.unobserve(one));
    const ids = seen.map((one) => one.dataset.unread).join(",");
    if (ids) window.htmx.ajax("POST", "/chat/read", { values: { ids }, swap: "none" });
  }
  const eye = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      const seen = entry.intersectionRatio >= 0.5 || entry.intersectionRect.height >= room().clientHeight / 2;
      if (seen) inSight.add(entry.target); else inSight.delete(entry.target);
    }
    if (inSight.size && !reading) reading = setTimeout(read, 150);
  }, { threshold: [0, 0.25, 0.5, 0.75, 1] });
  function watch() {
    document.querySelectorAll(".chat-message[data-unread]:not([data-watched])").forEach((one) => {
      one.dataset.watched = "";
      eye.observe(one);
    });
  }
  let last = "";
  const newest = () => [...document.querySelectorAll(".chat-message")].pop()?.id || "";
  app.onHtmx("afterSwap", () => {
    watch();
    const now = newest();
    if (last && now !== last && above()) down().hidden = false;
    last = now;
  });
  app.on("scroll", (event) => { if (event.target === room() && !above()) down().hidden = true; }, true);
  app.on("chatsaid", () => {
    room().scrollTop = 0;
    setTimeout(() => composer().querySelector("textarea").focus(), 50);
  });
  last = newest();
  watch();
  const text = document.getElementById("chat-text");
  if (text?.value) { grow(text); text.focus(); }
})();
