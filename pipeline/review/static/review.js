// Keys and selection of the desk. Without it every page still works: boxes and records are links, buttons are forms.
"use strict";

(() => {
  const cards = [...document.querySelectorAll("article.card")];
  const boxes = [...document.querySelectorAll("[data-refs]")];
  const paper = document.getElementById("paper");
  const leaf = document.querySelector(".leaf");
  const keys = document.getElementById("keys");
  const refsOf = (box) => box.dataset.refs.trim().split(/\s+/);
  const current = () => document.querySelector("article.card.lit");

  // The box of a record in the middle of what is seen of the page.
  function showBox(box) {
    if (!paper || !box) return;
    const seen = paper.getBoundingClientRect();
    const at = (box.querySelector("rect, mark") || box).getBoundingClientRect();
    if (at.top < seen.top + 30 || at.bottom > seen.bottom - 30) paper.scrollTop += at.top - seen.top - seen.height / 3;
    if (at.left < seen.left || at.right > seen.right) paper.scrollLeft += at.left - seen.left - 30;
  }

  function select(card, focus = true) {
    if (!card) return;
    for (const other of cards) {
      other.classList.toggle("lit", other === card);
      if (other === card) other.setAttribute("aria-current", "true");
      else other.removeAttribute("aria-current");
    }
    let lit = null;
    for (const box of boxes) {
      const here = refsOf(box).includes(card.id);
      box.classList.toggle("lit", here);
      if (here) lit = box;
    }
    if (focus) card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
    showBox(lit);
    const address = new URL(location.href);
    if (address.searchParams.get("at") !== card.id) {
      address.search = "?at=" + card.id;
      address.hash = "";
      history.replaceState(null, "", address);
    }
  }

  for (const box of boxes) {
    box.addEventListener("click", (event) => {
      event.preventDefault();
      const refs = refsOf(box);
      const lit = current();
      const next = lit && refs.includes(lit.id) ? refs[(refs.indexOf(lit.id) + 1) % refs.length] : refs[0];
      select(document.getElementById(next));
    });
  }
  for (const card of cards) {
    card.querySelector("h3 a").addEventListener("click", (event) => {
      event.preventDefault();
      select(card);
    });
  }

  const ZOOMS = ["", "zoom-2", "zoom-3", "zoom-4"];
  let zoom = Math.min(Number(sessionStorage.getItem("zoom")) || 0, ZOOMS.length - 1);
  function zoomTo(step) {
    if (!leaf) return;
    zoom = Math.max(0, Math.min(ZOOMS.length - 1, step));
    for (const name of ZOOMS) if (name) leaf.classList.toggle(name, name === ZOOMS[zoom]);
    sessionStorage.setItem("zoom", String(zoom));
    showBox(document.querySelector(".boxes a.lit"));
  }

  // The columns of the page's tables, below its records.
  function showColumns() {
    const columns = document.getElementById("columns");
    if (!columns) return;
    columns.open = !columns.open;
    columns.querySelector("summary").focus();
    if (columns.open) columns.scrollIntoView({ block: "start" });
  }

  function press(key) {
    const lit = current();
    const step = (by) => select(cards[lit ? Math.max(0, Math.min(cards.length - 1, cards.indexOf(lit) + by)) : 0]);
    const click = (query, within = document) => within && within.querySelector(query)?.click();
    switch (key) {
      case "j": return step(1);
      case "k": return step(-1);
      case "n": case "p": case "u": case "o": return click(`[data-key="${key}"]`);
      case "c": return showColumns();
      case "a": case "e": case "w": case "m": case "s": return click(`[data-do="${key}"]`, lit);
      case "+": return zoomTo(zoom + 1);
      case "-": return zoomTo(zoom - 1);
      case "?": return keys && !keys.open && keys.showModal();
    }
  }

  // By the place of the key, since on a Thai keyboard the same keys give Thai letters.
  const CODES = { Equal: "+", NumpadAdd: "+", Minus: "-", NumpadSubtract: "-" };
  const LETTERS = "jknpaewuomsc";
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || (keys && keys.open)) return;
    const typing = event.target.closest("input, textarea, select");
    if (event.key === "Escape" && event.target.closest(".edit")) return event.target.closest(".edit").querySelector(".cancel")?.click();
    if (typing) return;
    const letter = event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : "";
    let key = LETTERS.includes(letter) ? letter : CODES[event.code];
    if (event.key === "?" || (event.code === "Slash" && event.shiftKey)) key = "?";
    if (!key || (event.shiftKey && letter)) return;
    event.preventDefault();
    press(key);
  });
  for (const button of document.querySelectorAll('.zoom [data-key], .help')) {
    button.addEventListener("click", () => press(button.dataset.key));
    (button.closest(".zoom") || button).hidden = false;
  }

  if (cards.length) {
    zoomTo(zoom);
    const form = document.querySelector("article .edit, #adding");
    const field = form && (form.querySelector("[aria-invalid]") || form.querySelector("input:not([type=hidden]), textarea"));
    if (current()) select(current(), !field);
    if (field) {
      const begin = () => {
        field.focus({ preventScroll: true });
        field.closest(".card").scrollIntoView({ block: "nearest" });
      };
      begin();
      // The address leads to the record, which takes the focus once all is loaded.
      window.addEventListener("load", () => setTimeout(begin));
    }
    const image = leaf && leaf.querySelector("img");
    if (image && !image.complete) image.addEventListener("load", () => showBox(document.querySelector(".boxes a.lit")));
  }
})();
