/* Drop zones: files dropped or chosen show as a list, can be taken out again, and report progress while they are sent. */
(function () {
  "use strict";
  const app = window.Marshrut;
  const limit = 50 * 1024 * 1024;

  function size(bytes) {
    const language = document.documentElement.lang;
    const [value, unit] = bytes < 1024 * 1024 ? [Math.max(1, Math.round(bytes / 1024)), "kilobytes"] : [bytes / 1024 / 1024, "megabytes"];
    return `${new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(value)}\u00a0${app.word(unit)}`;
  }

  const wrong = (file) => (file.size > limit ? app.word("tooBig") : file.size ? "" : app.word("emptyFile"));

  function show(box) {
    const input = box.querySelector("[data-drop-input]");
    const list = box.querySelector("[data-drop-list]");
    list.querySelectorAll("[data-chosen]").forEach((row) => row.remove());
    [...input.files].forEach((file, index) => {
      const row = document.createElement("div");
      row.className = "drop-file";
      row.dataset.chosen = index;
      const name = document.createElement("span");
      name.className = "clip";
      name.textContent = `${file.name} · ${size(file.size)}`;
      const trouble = wrong(file);
      if (trouble) { row.dataset.state = "bad"; name.textContent = `${file.name}: ${trouble}`; }
      const remove = document.createElement("button");
      remove.type = "button";
      remove.className = "btn btn-icon btn-small";
      remove.dataset.look = "plain";
      remove.dataset.dropRemove = "";
      remove.setAttribute("aria-label", `${app.word("remove")}: ${file.name}`);
      remove.append(app.icon("x"));
      row.append(picture(file) || app.icon("file-text"), name, remove);
      list.append(row);
    });
    preview(box, input.files[0]);
    box.querySelector("[data-drop-zone]").removeAttribute("data-error");
    box.querySelector(".error")?.remove();
    input.removeAttribute("aria-invalid");
    input.removeAttribute("aria-describedby");
    input.setCustomValidity([...input.files].map(wrong).find(Boolean) || "");
  }

  // What was photographed is seen before it is sent.
  function picture(file) {
    if (!file.type.startsWith("image/") || wrong(file)) return null;
    const image = new Image();
    image.className = "drop-thumb";
    image.alt = "";
    image.addEventListener("error", () => image.replaceWith(app.icon("photo")));
    image.src = URL.createObjectURL(file);
    return image;
  }

  // Side by side: the chosen picture or PDF stands beside the fields while they are typed.
  function preview(box, file) {
    const place = document.querySelector("[data-drop-preview]");
    if (!place || box.closest("form") !== document.getElementById(place.dataset.dropPreview)) return;
    place.querySelector(":scope > img")?.remove();
    const picture = file && file.type.startsWith("image/");
    place.querySelectorAll("[data-drop-note]").forEach((note) => { note.hidden = !!picture; });
    const name = place.querySelector("[data-drop-name]");
    if (name) name.textContent = file ? file.name : "";
    pages(place, picture ? null : file);
    if (!picture) return;
    const image = new Image();
    image.src = URL.createObjectURL(file);
    image.alt = file.name;
    place.append(image);
  }

  // A PDF is drawn by the server, which keeps nothing of it.
  function pages(place, file) {
    const box = place.querySelector("[data-drop-pages]");
    box?.replaceChildren();
    if (!box || !file || !place.dataset.dropUrl || wrong(file)) return;
    const body = new FormData();
    body.append("file", file);
    fetch(place.dataset.dropUrl, { method: "POST", body, credentials: "same-origin", headers: { "X-CSRFToken": document.body.dataset.csrf } })
      .then((answer) => (answer.ok ? answer.text() : ""))
      .then((html) => {
        if (!html) return;
        box.innerHTML = html;
        place.querySelectorAll("[data-drop-note]").forEach((note) => { note.hidden = true; });
      })
      .catch(() => {});
  }

  function take(input, files) {
    const bag = new DataTransfer();
    [...(input.multiple ? input.files : []), ...files].slice(0, input.multiple ? 20 : 1).forEach((file) => bag.items.add(file));
    input.files = bag.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // A camera gives one picture at a time: the next joins those taken before.
  const taken = new WeakMap();
  function gather(input) {
    if (!input.multiple || !input.closest("[data-photo]")) return;
    const known = taken.get(input) || [], bag = new DataTransfer();
    const same = (file) => known.some((one) => one.name === file.name && one.size === file.size && one.lastModified === file.lastModified);
    [...known, ...[...input.files].filter((file) => !same(file))].slice(0, 20).forEach((file) => bag.items.add(file));
    input.files = bag.files;
    taken.set(input, [...bag.files]);
  }
  app.on("change", (event) => {
    const box = event.target.matches("[data-drop-input]") && event.target.closest("[data-drop]");
    if (!box) return;
    gather(event.target);
    show(box);
  });
  // Instead of the camera: whatever lies on the phone.
  app.on("click", (event) => {
    const input = event.target.closest("[data-drop-choose]")?.closest("[data-drop]").querySelector("[data-drop-input]");
    if (!input) return;
    input.removeAttribute("capture");
    input.removeAttribute("accept");
    input.click();
  });
  app.on("click", (event) => {
    const remove = event.target.closest("[data-drop-remove]");
    if (!remove) return;
    const row = remove.closest(".drop-file"), box = remove.closest("[data-drop]"), input = box.querySelector("[data-drop-input]");
    if (row.dataset.chosen === undefined) {
      row.remove();
      if (!input.files.length) preview(box);
      return;
    }
    const bag = new DataTransfer();
    [...input.files].forEach((file, index) => { if (index !== Number(row.dataset.chosen)) bag.items.add(file); });
    input.files = bag.files;
    taken.set(input, [...bag.files]);
    show(box);
    input.focus();
  });

  // A file may be dropped anywhere on the page that has one zone; the browser must never open it instead.
  const zone = (event) => event.target.closest?.("[data-drop]") || document.querySelector("[data-drop-page] [data-drop]");
  const carries = (event) => [...(event.dataTransfer?.types || [])].includes("Files");
  app.on("dragover", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    zone(event)?.querySelector("[data-drop-zone]").setAttribute("data-over", "");
  });
  const calm = () => document.querySelectorAll("[data-over]").forEach((over) => over.removeAttribute("data-over"));
  app.on("dragleave", (event) => { if (!event.relatedTarget) calm(); });
  app.on("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    calm();
    const box = zone(event);
    if (box) take(box.querySelector("[data-drop-input]"), event.dataTransfer.files);
  });
  // Pasting a screenshot works too.
  app.on("paste", (event) => {
    const files = event.clipboardData?.files;
    const box = files?.length && document.querySelector("[data-drop-page] [data-drop]");
    if (box) take(box.querySelector("[data-drop-input]"), files);
  });

  function progress(event) {
    const { loaded, total, lengthComputable } = event.detail;
    const form = event.target.closest?.("form");
    if (!form || !lengthComputable) return;
    form.querySelectorAll(".drop-file").forEach((row) => {
      const bar = row.querySelector(".bar") || row.appendChild(Object.assign(document.createElement("div"), { className: "bar" }));
      const fill = bar.firstElementChild || bar.appendChild(document.createElement("i"));
      fill.style.setProperty("--w", `${Math.round((loaded / total) * 100)}%`);
    });
  }
  app.on("htmx:xhr:progress", progress);

  // [data-send-at-once]: choosing a file sends the form.
  app.on("change", (event) => {
    const form = event.target.matches("[data-drop-input]") && event.target.closest("form[data-send-at-once]");
    if (form && form.reportValidity()) form.requestSubmit();
  });
})();
