/* Numbers of what is sent: asked for by the ways that have one, needed by those that must. The server says whether one is right. */
(function () {
  "use strict";
  const app = window.Marshrut;
  const among = (list, way) => (list || "").split(" ").includes(way);

  function fit(input) {
    const way = input.form?.elements[input.dataset.trackWay]?.value;
    if (way === undefined) return;
    const star = input.closest(".field").querySelector("[data-track-star]");
    input.closest(".input-wrap").hidden = among(input.dataset.trackBare, way);
    input.required = among(input.dataset.trackNeeded, way);
    if (star) star.hidden = !input.required;
  }
  const all = () => document.querySelectorAll("[data-track-way]").forEach(fit);
  app.on("change", (event) => {
    const inputs = event.target.matches("select") ? event.target.form?.querySelectorAll("[data-track-way]") || [] : [];
    inputs.forEach((input) => {
      if (input.dataset.trackWay !== event.target.name) return;
      fit(input);
      input.dispatchEvent(new Event("track"));
    });
  });
  app.onHtmx("afterSwap", all);
  all();
})();
