/* Une liste que la page renouvelle d'elle-même garde ce qui y est coché et ouvert, tant que la ligne n'a pas changé.
   Elle attend tant que quelqu'un y écrit : ce qui a changé entre-temps est dit quand elle enregistre. */
"use strict";

(() => {
  let kept = null;

  const key = (details) => details.closest(".rang")?.querySelector("input")?.id;

  const first = (select) => Math.max([...select.options].findIndex((one) => one.defaultSelected), 0);
  const written = (field) => field.matches("select")
    ? field.selectedIndex !== first(field)
    : field.value !== field.defaultValue;
  const isUsed = (list) => [...list.querySelectorAll("input[type=text], textarea, select")]
    .some((field) => field === document.activeElement || written(field));

  document.addEventListener("htmx:beforeSwap", (event) => {
    const list = event.detail.target;
    if (!list.matches || !list.matches("[data-garde]")) return;
    if (isUsed(list)) {
      event.detail.shouldSwap = false;
      return;
    }
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
