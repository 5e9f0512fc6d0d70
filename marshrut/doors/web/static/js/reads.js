/* A formalised document (УПД, акт) chosen in a form fills in its empty fields; what a person typed stays, and stays theirs. */
(function () {
  "use strict";
  const app = window.Marshrut;
  const runs = new WeakMap();

  const shown = (input) => input.closest("[data-suggest]")?.querySelector("[data-suggest-input]") || input;
  const field = (input) => input.closest(".field");
  const isEmpty = (input) => !input.value.trim() && !shown(input).value.trim();

  app.on("change", (event) => {
    const box = event.target.matches("[data-drop-input]") && event.target.closest("[data-reads]");
    if (box) read(box, event.target);
  });
  // A file that is taken out takes along what it filled in.
  app.on("click", (event) => {
    const box = event.target.closest("[data-drop-remove]")?.closest("[data-reads]");
    if (box) setTimeout(() => { if (!box.querySelector(".drop-file")) { forget(box); say(box, ""); } });
  }, true); // before the row is gone

  function read(box, input) {
    const file = [...input.files].find((one) => /\.(xml|zip)$/i.test(one.name));
    runs.get(box)?.abort();
    forget(box);
    say(box, "");
    if (!file) return;
    const run = new AbortController(), body = new FormData();
    runs.set(box, run);
    body.append("file", file);
    fetch(box.dataset.reads, { method: "POST", body, signal: run.signal, credentials: "same-origin", headers: { "X-CSRFToken": document.body.dataset.csrf, Accept: "application/json" } })
      .then((answer) => (answer.status === 200 ? answer.json() : null))
      .then((told) => { if (told) take(box, input, told); })
      .catch(() => {});
  }

  function take(box, input, told) {
    if (told.note) return say(box, told.note, "warn");
    const filled = told.fields.filter((one) => fill(box, input, one));
    told.strangers.forEach((one) => offer(box, input, one));
    mark(box, input.name);
    const names = filled.map((one) => label(input.form.elements[one.name])).filter(Boolean);
    say(box, `${told.read}. ${names.length ? `${names.join(", ")}: ${told.filled}` : told.none}`);
    filled.forEach((one) => note(input.form.elements[one.name], told.filled));
  }

  function fill(box, input, one) {
    const target = input.form.elements[one.name];
    if (!target || !("value" in target) || shown(target).readOnly || shown(target).disabled || !isEmpty(target)) return false;
    target.value = one.value;
    if (shown(target) !== target) { shown(target).value = one.text; shown(target).dataset.chosen = one.text; }
    shown(target).setCustomValidity?.("");
    field(target).dataset.filledBy = input.name;
    target.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  }

  const label = (target) => field(target)?.querySelector(".label")?.firstChild?.textContent.trim();

  function note(target, text) {
    const line = document.createElement("p");
    line.className = "hint filled-note";
    line.dataset.filledNote = "";
    line.append(app.icon("file-text"), text[0].toUpperCase() + text.slice(1));
    field(target).append(line);
  }

  // The side of the document that is no company of ours yet is added by what the document says of it.
  function offer(box, input, one) {
    const target = input.form.elements[one.field];
    if (!target || !isEmpty(target)) return;
    const line = document.createElement("div"), text = document.createElement("p");
    line.className = "reads-stranger";
    line.dataset.filledNote = "";
    line.dataset.by = input.name;
    text.className = "hint";
    text.dataset.tone = "warn";
    text.textContent = one.text;
    line.append(text);
    if (one.add) {
      const button = Object.assign(document.createElement("a"), { className: "btn btn-small", href: one.add });
      button.dataset.suggestAdd = one.add;
      button.dataset.title = one.title;
      button.append(app.icon("plus"), one.button);
      line.append(button);
    }
    field(target).append(line);
  }

  // Told to the server: this form has seen what the file says, so what is empty there is meant to be empty.
  function mark(box, name) {
    if (box.querySelector(`input[name="${CSS.escape(name)}_read"]`)) return;
    box.append(Object.assign(document.createElement("input"), { type: "hidden", name: `${name}_read`, value: "1" }));
  }

  function say(box, text, tone) {
    const place = box.querySelector("[data-reads-said]");
    if (!place) return;
    const line = Object.assign(document.createElement("p"), { className: "hint", textContent: text });
    if (tone) line.dataset.tone = tone;
    place.replaceChildren(...(text ? [line] : []));
  }

  function forget(box) {
    const input = box.querySelector("[data-drop-input]");
    input.form.querySelectorAll(`[data-filled-by="${CSS.escape(input.name)}"]`).forEach((one) => {
      one.querySelectorAll("[data-suggest-value], .input").forEach((value) => { value.value = ""; });
      untouch(one);
    });
    input.form.querySelectorAll(`[data-filled-note][data-by="${CSS.escape(input.name)}"]`).forEach((one) => one.remove());
    box.querySelector(`input[name="${CSS.escape(input.name)}_read"]`)?.remove();
  }
  function untouch(one) {
    delete one.dataset.filledBy;
    one.querySelectorAll("[data-filled-note]").forEach((line) => line.remove());
  }
  // What a person changes, and a company they have chosen, is theirs.
  app.on("input", (event) => { const one = event.target.closest?.("[data-filled-by]"); if (one) untouch(one); });
  app.on("change", (event) => {
    const value = event.target.matches?.("[data-suggest-value]") && event.target;
    if (value && value.value) field(value)?.querySelector(".reads-stranger")?.remove();
  });
})();
