/* Uploading: each file goes by itself, with its own progress and its own refusal; what was refused stays to be sent again. */
(function () {
  "use strict";
  const app = window.Marshrut;
  const keys = new WeakMap();
  const key = (file) => { if (!keys.has(file)) keys.set(file, app.key()); return keys.get(file); };

  app.on("submit", (event) => {
    const form = event.target.closest?.("form[data-upload]");
    const input = form?.querySelector("[data-drop-input]");
    if (!form || !input.files.length) return;
    event.preventDefault();
    if (form.dataset.sending) return;
    form.dataset.sending = "1";
    const button = form.querySelector("button[data-look=main]");
    button.setAttribute("aria-busy", "true");
    const box = form.querySelector("[data-upload-error]");
    box.hidden = true;
    send(form, input).then((told) => {
      delete form.dataset.sending;
      button.removeAttribute("aria-busy");
      finish(form, input, told, box);
    });
  }, true);

  async function send(form, input) {
    const files = [...input.files], told = [];
    for (const [index, file] of files.entries()) told.push(await one(form, input, file, index));
    return told;
  }

  function one(form, input, file, index) {
    const body = new FormData(form);
    body.delete(input.name);
    body.append(input.name, file);
    body.set("key", key(file));
    const row = form.querySelector(`.drop-file[data-chosen="${index}"]`);
    row?.removeAttribute("data-state");
    const bar = row?.querySelector(".bar") || row?.appendChild(Object.assign(document.createElement("div"), { className: "bar" }));
    const fill = bar && (bar.firstElementChild || bar.appendChild(document.createElement("i")));
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      request.open("POST", form.action);
      request.setRequestHeader("Accept", "application/json");
      request.setRequestHeader("X-CSRFToken", document.body.dataset.csrf);
      request.upload.addEventListener("progress", (step) => {
        if (step.lengthComputable) fill?.style.setProperty("--w", `${Math.round((step.loaded / step.total) * 100)}%`);
      });
      const end = (text, url) => { mark(row, file, text, !url); done({ file, text, url }); };
      request.addEventListener("load", () => {
        let said = {};
        try { said = JSON.parse(request.responseText); } catch { /* an error page */ }
        end(said.message || (request.status < 300 ? "" : app.word("failed")), request.status < 300 ? said.url : "");
      });
      request.addEventListener("error", () => end(app.word("offline"), ""));
      request.send(body);
    });
  }

  function mark(row, file, text, bad) {
    if (!row) return;
    row.dataset.state = bad ? "bad" : "ok";
    if (bad) row.querySelector(".clip").textContent = `${file.name}: ${text}`;
  }

  function finish(form, input, told, box) {
    const refused = told.filter((one) => !one.url);
    if (!refused.length) {
      location.assign(told.length === 1 ? told[0].url : form.dataset.back);
      return;
    }
    const bag = new DataTransfer();
    refused.forEach((one) => bag.items.add(one.file));
    input.files = bag.files;
    const list = form.querySelector("[data-drop-list]");
    list.querySelectorAll('[data-chosen][data-state="ok"]').forEach((row) => { row.removeAttribute("data-chosen"); row.querySelector("button")?.remove(); });
    list.querySelectorAll("[data-chosen]").forEach((row, index) => { row.dataset.chosen = index; });
    box.textContent = refused.length === told.length && told.length === 1 ? refused[0].text : form.dataset.some || app.word("failed");
    box.hidden = false;
    input.required = true;
  }
})();
