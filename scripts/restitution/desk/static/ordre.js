/* L'ordre d'une liste : une ligne se glisse, ou se déplace par les flèches quand on est sur l'un de ses boutons. */
"use strict";

(() => {
  let held = null;
  let before = "";

  const rows = () => [...document.querySelectorAll("#ordre [data-partie]")];
  const said = () => rows().map((row) => row.dataset.partie).join();

  document.addEventListener("dragstart", (event) => {
    held = event.target.closest ? event.target.closest("#ordre [data-partie]") : null;
    if (!held) return;
    before = said();
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
    held.classList.add("tenue");
  });

  document.addEventListener("dragover", (event) => {
    const over = held && event.target.closest("#ordre [data-partie]");
    if (!held) return;
    event.preventDefault();
    if (!over || over === held) return;
    const box = over.getBoundingClientRect();
    over.parentNode.insertBefore(held, event.clientY > box.top + box.height / 2 ? over.nextSibling : over);
  });

  document.addEventListener("drop", (event) => { if (held) event.preventDefault(); });

  document.addEventListener("dragend", () => {
    if (!held) return;
    held.classList.remove("tenue");
    held = null;
    if (said() !== before) document.getElementById("ordre").requestSubmit();
  });

  document.addEventListener("keydown", (event) => {
    const row = event.target.closest("#ordre [data-partie]");
    const button = row && row.querySelector(`[data-sens="${event.key}"]`);
    if (!button || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    button.focus();
    button.click();
  });
})();
