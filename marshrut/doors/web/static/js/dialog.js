/* Native dialogs: [data-opens=id], [data-closes], a click on the backdrop; the sheet filled by address; the document preview. */
(function () {
  "use strict";
  const app = window.Marshrut;

  app.open = function (dialog) {
    if (!dialog || dialog.open) return;
    document.querySelectorAll("dialog[open]").forEach((other) => other.close());
    dialog.showModal();
    dialog.dispatchEvent(new CustomEvent("dialog:open", { bubbles: true }));
    const first = dialog.querySelector("[autofocus], .dialog-body input:not([type=hidden]), .dialog-body textarea, .dialog-body select");
    if (first && matchMedia("(hover: hover)").matches) first.focus();
  };

  app.sheet = function (title, url, wide = false) {
    const sheet = document.getElementById("sheet");
    sheet.classList.toggle("dialog-wide", wide);
    sheet.querySelector("[data-sheet-title]").textContent = title;
    const body = sheet.querySelector("[data-sheet-body]");
    body.replaceChildren();
    app.open(sheet);
    return url ? window.htmx.ajax("GET", url, { target: body, swap: "innerHTML" }) : body;
  };

  app.preview = function (source) {
    const dialog = document.getElementById("preview");
    const { preview, previewName = "", previewUrl = "" } = source.dataset;
    dialog.querySelector("[data-preview-title]").textContent = previewName;
    const link = dialog.querySelector("[data-preview-link]");
    link.hidden = !previewUrl;
    link.href = previewUrl || "/";
    dialog.querySelector("[data-preview-body]").replaceChildren(
      ...preview.split(" ").map((address, index) => {
        const page = new Image(980, 1386);
        page.src = address;
        page.alt = `${previewName} — ${index + 1}`;
        return page;
      }),
    );
    app.open(dialog);
  };

  app.on("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) return app.open(document.getElementById(opener.dataset.opens));
    const sheet = event.target.closest("[data-sheet]");
    if (sheet) { event.preventDefault(); return app.sheet(sheet.dataset.sheetTitle || sheet.textContent.trim(), sheet.dataset.sheet, "sheetWide" in sheet.dataset); }
    const preview = event.target.closest("[data-preview]");
    if (preview) return app.preview(preview);
    if (event.target.closest("[data-closes]")) {
      const dialog = event.target.closest("dialog");
      if (dialog) { event.preventDefault(); dialog.close(); }
      return;
    }
    // A click on the dialog itself is a click on its backdrop: the inside is covered by its children.
    if (event.target instanceof HTMLDialogElement) {
      const box = event.target.getBoundingClientRect();
      const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
      if (!inside) event.target.close();
    }
  });
  // A decision that asks who it is: the page keeps what was typed, the person presses again.
  app.on("prove", () => app.sheet(app.word("prove"), "/prove/"));
  app.on("sheet:close", () => document.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close()));

  // Space on a focused row looks at its document; Space again closes.
  app.on("keydown", (event) => {
    if (event.code !== "Space" || event.target.matches("input, textarea, select, button, summary, [contenteditable]")) return;
    const dialog = document.getElementById("preview");
    if (dialog.open) { event.preventDefault(); return dialog.close(); }
    const source = event.target.closest("[data-row]")?.querySelector("[data-preview]");
    if (source) { event.preventDefault(); app.preview(source); }
  });
})();
