/* Le programme du bureau : les touches, et l'écoute de ce qui change. Les pages disent le reste par leurs attributs. */
"use strict";

(() => {
  const OFF = "bureau-sans-touches";
  const GRACE = 500;
  const own = new Set();
  let ticked = [];
  let asked = document.querySelector("[data-fiche]") && document.querySelector("[data-fiche]").dataset.fiche;

  const off = () => localStorage.getItem(OFF) === "oui";
  const typing = (where) => where.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
  const shown = (one) => one.offsetParent !== null && !one.disabled;

  function press(key) {
    const one = [...document.querySelectorAll(`[data-touche~="${CSS.escape(key)}"]`)].find(shown);
    if (!one) return false;
    if (one.matches("textarea, input[type=text], input[type=search], select")) one.focus();
    else one.click();
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || event.metaKey) return;
    const field = typing(event.target);
    if (field) {
      if (event.key === "Escape") field.blur();
      if (event.key === "Enter" && event.ctrlKey && field.form) {
        event.preventDefault();
        const send = field.form.querySelector("[data-envoi]");
        if (send) send.click();
      }
      return;
    }
    if (event.ctrlKey && event.key !== "z") return;
    if (off() && event.key.length === 1 && !event.ctrlKey) return;
    if (press(event.ctrlKey ? "Ctrl+z" : event.key)) event.preventDefault();
  });

  /* La ligne de ce qui est ouvert ; quand la liste ne l'a plus, elle se redemande, une fois. */
  function mark(number) {
    let found = false;
    document.querySelectorAll("[data-rang]").forEach((line) => {
      const here = line.dataset.rang === number;
      found = found || here;
      if (here) line.setAttribute("aria-current", "true");
      else line.removeAttribute("aria-current");
    });
    if (!found && number !== asked && document.getElementById("liste")) {
      asked = number;
      htmx.trigger(document.body, "remarques");
    }
  }

  function settle() {
    const box = document.getElementById("touches-actives");
    if (box) box.checked = !off();
    const fiche = document.querySelector("[data-fiche]");
    if (fiche) mark(fiche.dataset.fiche);
  }

  document.addEventListener("change", (event) => {
    if (event.target.id === "touches-actives") localStorage.setItem(OFF, event.target.checked ? "" : "oui");
    if (event.target.dataset.tout) {
      document.querySelectorAll(event.target.dataset.tout).forEach((box) => { box.checked = event.target.checked; });
    }
  });

  const boxes = () => [...document.querySelectorAll("#liste input[name=numero]")];

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id === "liste") ticked = boxes().filter((box) => box.checked).map((box) => box.value);
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    settle();
    boxes().forEach((box) => { if (ticked.includes(box.value)) box.checked = true; });
    ticked = [];
    const first = event.detail.target.querySelector("[data-regard]");
    if (first) {
      first.focus({ preventScroll: true });
      const top = first.getBoundingClientRect().top;
      if (top < 0 || top > innerHeight * 0.8) first.scrollIntoView({ block: "start" });
      const line = document.querySelector("[data-rang][aria-current]");
      if (line) line.scrollIntoView({ block: "nearest" });
    }
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    const stamp = event.detail.xhr && event.detail.xhr.getResponseHeader("x-etat");
    if (stamp) own.add(stamp);
  });

  document.addEventListener("htmx:sendError", () => {
    const said = document.getElementById("dit");
    if (said) said.textContent = "Le bureau ne répond plus : il a peut-être été fermé. Relancez « restitution serve ».";
  });

  /* Ce que d'autres ont changé ; l'annonce de nos propres gestes peut précéder leur réponse. */
  function announce(what, stamp) {
    if (own.has(stamp)) return;
    if (document.activeElement && document.activeElement.closest(".filtres")) {
      setTimeout(announce, GRACE, what, stamp);
      return;
    }
    htmx.trigger(document.body, what, { stamp });
  }

  function listen() {
    const line = new EventSource(`/fil?depuis=${document.body.dataset.depuis}`);
    ["remarques", "projet", "construction"].forEach((what) => {
      line.addEventListener(what, (event) => {
        setTimeout(announce, GRACE, what, JSON.parse(event.data));
      });
    });
    addEventListener("pagehide", () => line.close());
  }

  document.addEventListener("DOMContentLoaded", () => { settle(); listen(); });
})();
