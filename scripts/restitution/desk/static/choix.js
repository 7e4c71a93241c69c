/* Une liste que la page renouvelle d'elle-même garde ce qui y est coché et ouvert, tant que la ligne n'a pas changé.
   Elle attend tant que quelqu'un y écrit : ce qui a changé entre-temps est dit quand elle enregistre. */
"use strict";

(() => {
  let kept = null;
  let isWhole = false;

  const key = (details) => details.closest(".rang")?.querySelector("input")?.id;

  const first = (select) => Math.max([...select.options].findIndex((one) => one.defaultSelected), 0);
  const written = (field) => field.matches("select")
    ? field.selectedIndex !== first(field)
    : field.value !== field.defaultValue;
  const isUsed = (list) => [...list.querySelectorAll("input[type=text], textarea, select")]
    .some((field) => field === document.activeElement || written(field));

  document.addEventListener("htmx:beforeSwap", (event) => {
    const list = event.detail.target;
    isWhole = list.id === "travail";
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

  /* Qui vient d'appuyer sur un bouton qui n'est plus là se retrouve en tête de la page, pas nulle part. */
  function settle() {
    const title = document.querySelector("#travail h1");
    if (!isWhole || !title || document.activeElement !== document.body) return;
    title.tabIndex = -1;
    title.focus({ preventScroll: true });
  }

  document.addEventListener("htmx:afterSettle", () => {
    settle();
    isWhole = false;
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
