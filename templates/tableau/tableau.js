/* Les filtres, les cases du tableau et le papier. Sans ce programme, tout se lit de même : rien n'est caché. */
"use strict";
(() => {
  const PAR_PAGE = 25;
  const PLI = /[\u0300-\u036f]/g;
  const LIGATURES = { "œ": "oe", "æ": "ae" };

  document.documentElement.classList.add("avec-programme");

  /** Un texte sans accents ni capitales, comme on le tape. */
  function plie(texte) {
    return texte.toLowerCase().replace(/[œæ]/g, (lettre) => LIGATURES[lettre]).normalize("NFD").replace(PLI, "");
  }

  function accorde(compte, mot) {
    return `${compte.toLocaleString("fr-FR")} ${mot}${compte < 2 ? "" : "s"}`;
  }

  /* ---- Les cases : une seule ouverte, sous le tableau ; Échap revient à la case ---- */

  const cases = document.querySelector("[data-cases]");
  const panneaux = [...cases.querySelectorAll("details")];
  const invite = cases.querySelector(".vide-encore");
  let choisie = null;

  function montre(panneau, lien) {
    for (const autre of panneaux) autre.open = autre === panneau;
    invite.hidden = true;
    if (choisie) choisie.removeAttribute("aria-current");
    choisie = lien;
    lien.setAttribute("aria-current", "true");
    const resume = panneau.querySelector("summary");
    resume.focus({ preventScroll: true });
    cases.scrollIntoView({ block: "nearest" });
  }

  invite.hidden = false;
  for (const lien of document.querySelectorAll("a.case")) {
    lien.addEventListener("click", (evenement) => {
      evenement.preventDefault();
      montre(document.getElementById(lien.hash.slice(1)), lien);
    });
  }
  for (const panneau of panneaux) {
    panneau.addEventListener("toggle", () => {
      if (!panneaux.some((un) => un.open)) invite.hidden = false;
    });
  }
  cases.addEventListener("keydown", (evenement) => {
    if (evenement.key !== "Escape" || !choisie) return;
    for (const panneau of panneaux) panneau.open = false;
    choisie.focus();
  });

  /* ---- Les listes : chercher, filtrer, page à page ---- */

  class Groupe {
    constructor(element, mot) {
      this.element = element;
      this.mot = mot;
      this.rangees = [...element.querySelectorAll("tbody > tr, [data-rangee]")].map((rangee) => ({
        element: rangee,
        texte: null,
      }));
      this.etait = element.open;
      this.montrees = PAR_PAGE;
      this.suite = document.createElement("button");
      this.suite.type = "button";
      this.suite.className = "suivants";
      this.suite.addEventListener("click", () => this.avance());
      element.append(this.suite);
    }

    /** Ne laisse que ce qui convient ; combien. */
    filtre(convient, cherche) {
      this.trouvees = this.rangees.filter(convient);
      this.montrees = PAR_PAGE;
      this.pose();
      if (this.element.tagName === "DETAILS") {
        this.element.hidden = cherche && !this.trouvees.length;
        this.element.open = cherche ? this.trouvees.length > 0 : this.etait;
      }
      return this.trouvees.length;
    }

    pose() {
      const vues = new Set(this.trouvees.slice(0, this.montrees));
      for (const rangee of this.rangees) {
        const cachee = !vues.has(rangee);
        if (rangee.element.hidden !== cachee) rangee.element.hidden = cachee;
      }
      const reste = this.trouvees.length - vues.size;
      this.suite.hidden = reste < 1;
      this.suite.textContent = `Montrer la suite (${accorde(reste, this.mot)})`;
    }

    avance() {
      const premiere = this.trouvees[this.montrees];
      this.montrees += PAR_PAGE;
      this.pose();
      const cible = premiere.element.querySelector("summary, a") || premiere.element;
      if (cible === premiere.element) cible.tabIndex = -1;
      cible.focus();
    }
  }

  function liste(section) {
    const filtres = section.querySelector(".filtres");
    if (!filtres) return;
    const mot = section.dataset.liste;
    const resultat = section.querySelector(".resultat");
    const groupes = [...section.querySelectorAll(".groupe")].map((element) => new Groupe(element, mot));
    const total = groupes.reduce((somme, groupe) => somme + groupe.rangees.length, 0);
    const listes = [...filtres.querySelectorAll("select")];

    function texte(rangee) {
      rangee.texte ??= plie(`${rangee.element.textContent} ${Object.values(rangee.element.dataset).join(" ")}`);
      return rangee.texte;
    }

    function applique() {
      const debut = performance.now();
      const mots = plie(filtres.elements.mots.value).split(/\s+/).filter(Boolean);
      const voulus = listes.filter((une) => une.value).map((une) => [une.name, une.value]);
      const cherche = mots.length > 0 || voulus.length > 0;
      const convient = (rangee) =>
        voulus.every(([nom, valeur]) => rangee.element.dataset[nom].split("|").includes(valeur)) &&
        mots.every((un) => texte(rangee).includes(un));
      const trouvees = groupes.reduce((somme, groupe) => somme + groupe.filtre(convient, cherche), 0);
      resultat.textContent = cherche
        ? `${trouvees ? accorde(trouvees, mot) : `Aucun${mot === "remarque" ? "e" : ""} ${mot}`} sur ${total.toLocaleString("fr-FR")}.`
        : "";
      performance.measure(`filtre ${mot}`, { start: debut });
    }

    /** Les textes se plient pendant que personne n'attend : la première recherche est alors aussi vive que les autres. */
    function prepare(rangees) {
      const limite = performance.now() + 8;
      while (rangees.length && performance.now() < limite) texte(rangees.pop());
      if (rangees.length) setTimeout(() => prepare(rangees));
    }

    filtres.hidden = false;
    filtres.addEventListener("input", applique);
    filtres.addEventListener("submit", (evenement) => evenement.preventDefault());
    filtres.addEventListener("reset", () => setTimeout(applique));
    applique();
    setTimeout(() => prepare(groupes.flatMap((groupe) => groupe.rangees)));
  }

  document.querySelectorAll("[data-liste]").forEach(liste);
})();
