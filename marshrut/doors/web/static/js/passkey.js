/* Passkeys: asks the server for a challenge, the device for an answer, and sends the answer as a field of the form. */
(function () {
  "use strict";
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const words = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");

  function opened(options) {
    options.challenge = bytes(options.challenge);
    if (options.user) options.user.id = bytes(options.user.id);
    [...(options.allowCredentials || []), ...(options.excludeCredentials || [])].forEach((one) => { one.id = bytes(one.id); });
    return options;
  }
  function told(found) {
    const response = {};
    ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"].forEach((name) => {
      if (found.response[name]) response[name] = words(found.response[name]);
    });
    return { id: found.id, rawId: words(found.rawId), type: found.type, response, clientExtensionResults: found.getClientExtensionResults() };
  }

  async function answer(form) {
    const asked = await fetch(form.dataset.options, {
      method: "POST", credentials: "same-origin",
      headers: { "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value, Accept: "application/json" },
    });
    if (!asked.ok) throw new Error(asked.status);
    const { publicKey } = await asked.json();
    const found = await navigator.credentials[form.dataset.passkey]({ publicKey: opened(publicKey) });
    form.querySelector("[name=credential]").value = JSON.stringify(told(found));
    form.requestSubmit();
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-passkey-go]");
    if (!button || button.getAttribute("aria-busy")) return;
    const form = button.closest("form");
    if (!form.reportValidity()) return;
    const error = form.querySelector("[data-passkey-error]");
    error.hidden = true;
    button.setAttribute("aria-busy", "true");
    answer(form).catch(() => { error.hidden = false; }).finally(() => button.removeAttribute("aria-busy"));
  });
})();
