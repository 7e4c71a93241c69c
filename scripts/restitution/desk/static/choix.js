/* Une liste que la page renouvelle d'elle-même garde ce qui y est coché et ouvert, tant que la ligne n'a pas changé. */
"use strict";

(() => {
  let kept = null;

  const key = (details) => details.closest(".rang")?.querySelector("input")?.id;

  document.addEventListener("htmx:beforeSwap", (event) => {
    const list = event.detail.target;
    if (!list.matches || !list.matches("[data-garde]")) return;
    kept = {
      ticked: new Map([...list.querySelectorAll("input:checked")].map((box) => [box.id, box.value])),
      open: new Set([...list.querySelectorAll("details[open]")].map(key)),
    };
  });

  document.addEventListener("htmx:afterSettle", () => {
    const list = kept && document.querySelector("[data-garde]");
    if (!list) return;
    list.querySelectorAll("input[type=checkbox]").forEach((box) => {
      if (kept.ticked.get(box.id) === box.value) box.checked = true;
    });
    list.querySelectorAll("details").forEach((one) => {
      if (kept.open.has(key(one))) one.open = true;
    });
    kept = null;
  });
})();
