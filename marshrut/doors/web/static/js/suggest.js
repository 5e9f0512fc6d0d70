/* Pickers of people, companies and cards: type, choose from what the server suggests; the id goes into the hidden input. */
(function () {
  "use strict";
  const app = window.Marshrut;
  let timer, running;
  // A choice was made: an answer that is still under way must not open the list again.
  const forget = () => { clearTimeout(timer); running?.abort(); };

  const parts = (input) => {
    const box = input.closest("[data-suggest]");
    return { box, list: box.querySelector("[role=listbox]"), value: box.querySelector("[data-suggest-value]") };
  };
  const options = (list) => [...list.querySelectorAll("[role=option]")];

  function close(input) {
    parts(input).list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }
  function mark(input, option) {
    options(parts(input).list).forEach((other) => other.setAttribute("aria-selected", String(other === option)));
    if (option) { input.setAttribute("aria-activedescendant", option.id); option.scrollIntoView({ block: "nearest" }); }
  }
  function take(input, option) {
    forget();
    if (option.dataset.suggestAdd) return add(input, option.dataset);
    if (many(input)) return collect(input, option.dataset);
    const { value } = parts(input);
    value.value = option.dataset.value;
    input.value = option.dataset.text;
    input.dataset.chosen = option.dataset.text;
    input.setCustomValidity("");
    close(input);
    value.dispatchEvent(new Event("change", { bubbles: true }));
  }
  function load(input) {
    const { box, list } = parts(input);
    forget();
    running = new AbortController();
    const joint = box.dataset.suggest.includes("?") ? "&" : "?";
    fetch(box.dataset.suggest + joint + beside(box, input) + "q=" + encodeURIComponent(input.value.trim()), { signal: running.signal, credentials: "same-origin", headers: { "HX-Request": "true" } })
      .then((answer) => (answer.ok ? answer.text() : Promise.reject(answer.status)))
      .then((html) => {
        list.innerHTML = html;
        if (many(input)) options(list).forEach((option) => { if (tokens(input).some((token) => token.dataset.token === option.dataset.value)) option.remove(); });
        options(list).forEach((option, index) => { option.id = `${list.id}-${index}`; });
        const said = input.value.trim() && list.querySelector("p");
        if (!options(list).length && !said) return close(input); // nothing was asked yet, or all are chosen
        list.hidden = false;
        input.setAttribute("aria-expanded", "true");
        mark(input, options(list)[0]);
      })
      .catch(() => {});
  }

  // Contacts of the company that another field of the form names.
  function beside(box, input) {
    const [question, name] = (box.dataset.suggestBeside || "").split(":");
    const value = name && input.form?.elements[name]?.value;
    return value ? `${question}=${encodeURIComponent(value)}&` : "";
  }

  app.on("input", (event) => {
    const input = event.target;
    if (!input.matches("[data-suggest-input]")) return;
    if (many(input)) input.setCustomValidity("");
    else if (input.value !== input.dataset.chosen) parts(input).value.value = "";
    forget();
    timer = setTimeout(() => load(input), 140);
  });
  app.on("focusin", (event) => {
    if (event.target.matches("[data-suggest-input]:not([readonly])") && !event.target.value) load(event.target);
  });
  app.on("focusout", (event) => {
    const input = event.target;
    if (input.matches("[data-suggest-input]")) setTimeout(() => { if (document.activeElement !== input) close(input); }, 150);
  });
  app.on("keydown", (event) => {
    const input = event.target;
    if (!input.matches?.("[data-suggest-input]")) return;
    const { list } = parts(input);
    const last = many(input) && !input.value && !input.readOnly && tokens(input).pop();
    if (event.key === "Backspace" && last) { event.preventDefault(); return release(last); }
    if (event.key === "Escape" && !list.hidden) { event.preventDefault(); event.stopPropagation(); return close(input); }
    if (list.hidden) { if (event.key === "ArrowDown") { event.preventDefault(); load(input); } return; }
    const all = options(list), at = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      mark(input, all[(at + (event.key === "ArrowDown" ? 1 : -1) + all.length) % all.length]);
    } else if (event.key === "Enter" && !event.ctrlKey && all[at]) {
      event.preventDefault();
      take(input, all[at]);
    }
  });
  app.on("pointerdown", (event) => {
    const option = event.target.closest("[data-suggest] [role=option]");
    if (!option) return;
    event.preventDefault();
    take(option.closest("[data-suggest]").querySelector("[data-suggest-input]"), option);
  });

  // Several: each choice becomes a chip with an input of its own, the box is empty again and asks for the next.
  const many = (input) => input.closest("[data-suggest-many]");
  const tokens = (input) => [...many(input).querySelectorAll("[data-token]")];
  function collect(input, found) {
    const box = many(input);
    if (!tokens(input).some((token) => token.dataset.token === found.value)) {
      const token = box.querySelector("[data-token-new]").content.firstElementChild.cloneNode(true);
      token.dataset.token = token.querySelector("input").value = found.value;
      token.querySelector("span").textContent = found.text;
      token.querySelector("button").setAttribute("aria-label", `${app.word("remove")}: ${found.text}`);
      box.querySelector("[data-tokens]").append(token);
    }
    input.value = "";
    close(input);
    changed(box, input, found.text);
  }
  function release(token) {
    const box = token.closest("[data-suggest-many]"), input = box.querySelector("[data-suggest-input]");
    const name = token.querySelector("span").textContent;
    token.remove();
    changed(box, input, `${app.word("remove")}: ${name}`);
    input.focus();
  }
  function changed(box, input, said) {
    box.dataset.touched = "";
    if (input.hasAttribute("data-needs-one")) input.required = !tokens(input).length;
    box.querySelector("[data-token-said]").textContent = said;
    input.setCustomValidity("");
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }
  app.on("click", (event) => {
    const out = event.target.closest("[data-token-out]");
    if (out) return release(out.closest("[data-token]"));
    if (event.target.matches(".tokens, .tokens-list")) event.target.closest("[data-suggest-many]").querySelector("[data-suggest-input]").focus();
  });
  // A name that was typed but not chosen is said at once, not after the page has gone.
  app.on("click", (event) => {
    const button = event.target.closest("button");
    if (!button?.form || button.type !== "submit" || button.formNoValidate) return;
    button.form.querySelectorAll("[data-suggest-many] [data-suggest-input]").forEach((input) => input.setCustomValidity(input.value.trim() ? app.word("choose") : ""));
  }, true);

  // What is missing is added in a sheet, and goes into the field it was missing in: nothing that was typed is lost.
  let wanting;
  app.on("click", (event) => {
    const opener = event.target.closest("a[data-suggest-add]");
    if (opener) {
      event.preventDefault();
      add(opener.closest(".field").querySelector("[data-suggest-input]"), opener.dataset);
    }
    const known = event.target.closest("[data-pick]");
    if (known) fill({ value: known.dataset.pick, text: known.dataset.text });
  });
  function add(input, { suggestAdd, title }) {
    wanting = input;
    close(input);
    const typed = parts(input).value.value ? "" : input.value.trim();
    app.sheet(title, suggestAdd + (suggestAdd.includes("?") ? "&" : "?") + "name=" + encodeURIComponent(typed));
  }
  app.on("picked", (event) => fill(event.detail));
  function fill(found) {
    document.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close());
    if (wanting) { take(wanting, { dataset: found }); wanting.focus(); }
  }

  // What the system worked out goes into its field by one press.
  app.on("click", (event) => {
    const given = event.target.closest("[data-fill]");
    const field = given?.closest("form")?.elements[given.dataset.fill];
    const input = field?.closest("[data-suggest]")?.querySelector("[data-suggest-input]");
    if (!input) return;
    take(input, { dataset: given.dataset });
    given.hidden = true;
  });

  // «Без проекта»: the tick empties the field it stands for, a choice there takes the tick away.
  app.on("change", (event) => {
    const tick = event.target;
    if (tick.matches("[data-instead-of]") && tick.checked) {
      const field = tick.form?.elements[tick.dataset.insteadOf];
      const input = field && field.closest("[data-suggest]")?.querySelector("[data-suggest-input]");
      if (field) field.value = "";
      if (input) { input.value = ""; input.setCustomValidity(""); }
    } else if (tick.name && tick.value && tick.form) {
      const other = tick.form.querySelector(`[data-instead-of="${CSS.escape(tick.name)}"]`);
      if (other) other.checked = false;
    }
  });

  // Whoever types faster than the scripts come is answered too.
  const early = document.activeElement;
  if (early?.matches("[data-suggest-input]:not([readonly])") && early.value !== early.defaultValue) load(early);

  // Sums are shown in groups of three; the thin spaces go along to the server, which knows them.
  app.on("focusout", (event) => {
    const input = event.target;
    if (!input.matches("[data-money]")) return;
    const typed = input.value.replace(/[\s\u00a0\u202f]/g, "").replace(",", ".");
    if (!/^\d+(\.\d{1,2})?$/.test(typed)) return;
    const [whole, cents] = typed.split(".");
    input.value = whole.replace(/\B(?=(\d{3})+$)/g, "\u202f") + (cents === undefined ? "" : "," + cents.padEnd(2, "0"));
  });
})();
