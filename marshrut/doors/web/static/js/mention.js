/* "@" in a comment suggests colleagues. People see @Name; the server gets @[Name](id) and tells the right person. */
(function () {
  "use strict";
  const app = window.Marshrut;
  let timer;

  const word = (field) => field.value.slice(0, field.selectionStart).match(/(?:^|\s)@([\p{L}.\-]{0,30})$/u);
  const list = (field) => field.closest("[data-mentions]").querySelector("[role=listbox]");
  const options = (field) => [...list(field).querySelectorAll("[role=option]")];

  function close(field) {
    list(field).hidden = true;
    field.removeAttribute("aria-activedescendant");
  }
  function mark(field, option) {
    options(field).forEach((other) => other.setAttribute("aria-selected", String(other === option)));
    if (option) field.setAttribute("aria-activedescendant", option.id);
  }
  function take(field, option) {
    const found = word(field);
    if (!found) return close(field);
    const start = field.selectionStart - found[1].length - 1;
    field.setRangeText(`@${option.dataset.text} `, start, field.selectionStart, "end");
    (field.people ||= new Map()).set(option.dataset.text, option.dataset.value);
    close(field);
    field.focus();
  }
  function load(field) {
    const found = word(field);
    if (!found) return close(field);
    fetch("/people/suggest/?q=" + encodeURIComponent(found[1]), { credentials: "same-origin", headers: { "HX-Request": "true" } })
      .then((answer) => (answer.ok ? answer.text() : Promise.reject(answer.status)))
      .then((html) => {
        list(field).innerHTML = html;
        options(field).forEach((option, index) => { option.id = `${list(field).id}-${index}`; });
        list(field).hidden = !options(field).length;
        mark(field, options(field)[0]);
      })
      .catch(() => close(field));
  }

  const mentions = (event) => event.target.matches?.("[data-mentions] textarea") && event.target;
  app.on("input", (event) => {
    const field = mentions(event);
    if (!field) return;
    clearTimeout(timer);
    timer = setTimeout(() => load(field), 120);
  });
  app.on("keydown", (event) => {
    const field = mentions(event);
    if (!field || list(field).hidden) return;
    const all = options(field), at = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); mark(field, all[(at + (event.key === "ArrowDown" ? 1 : -1) + all.length) % all.length]); }
    if ((event.key === "Enter" && !event.ctrlKey || event.key === "Tab") && all[at]) { event.preventDefault(); take(field, all[at]); }
    if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); close(field); }
  });
  app.on("pointerdown", (event) => {
    const option = event.target.closest("[data-mentions] [role=option]");
    if (!option) return;
    event.preventDefault();
    take(option.closest("[data-mentions]").querySelector("textarea"), option);
  });
  app.on("focusout", (event) => { const field = mentions(event); if (field) setTimeout(() => close(field), 150); });

  // Before anybody reads the form: names become references.
  app.on("submit", (event) => {
    const field = event.target.querySelector("[data-mentions] textarea");
    field?.people?.forEach((id, name) => { field.value = field.value.replaceAll("@" + name, `@[${name}](${id})`); });
  }, true);

  // Всё / Комментарии / История without a request: the journal is on the page already.
  app.on("click", (event) => {
    const tab = event.target.closest("[data-journal-show]");
    if (!tab) return;
    const box = tab.closest("[data-journal]");
    box.dataset.journal = tab.dataset.journalShow;
    box.querySelectorAll("[data-journal-show]").forEach((other) => other.setAttribute("aria-pressed", String(other === tab)));
  });
  window.addEventListener("beforeunload", (event) => {
    const typed = [...document.querySelectorAll("[data-mentions] textarea")].some((field) => field.value.trim() && field.value !== field.defaultValue && !field.form?.dataset.sent);
    if (typed) event.preventDefault();
  });
})();
