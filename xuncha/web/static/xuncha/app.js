"use strict";
// Questions before acts that cannot be taken back.
document.addEventListener("click", (event) => {
  const asked = event.target.closest("[data-confirm]");
  if (asked && !window.confirm(asked.dataset.confirm)) event.preventDefault();
});
// A page that refreshes itself says so: it does not keep a session alive.
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.elt.closest("[data-poll]")) event.detail.headers["X-Xuncha-Poll"] = "1";
});
// An open menu closes with Escape, and when one turns to something else.
function closeMenus(but) {
  for (const one of document.querySelectorAll(".menu details[open]")) if (one !== but) one.open = false;
}
document.addEventListener("click", (event) => closeMenus(event.target.closest(".menu details")));
document.addEventListener("focusin", (event) => closeMenus(event.target.closest(".menu details")));
document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && document.querySelector(".menu details[open]");
  if (open) { closeMenus(null); open.querySelector("summary").focus(); }
});
// What scrolls sideways can be scrolled by keyboard.
function reachable() {
  for (const one of document.querySelectorAll(".scroll")) {
    if (one.scrollWidth > one.clientWidth) {
      one.tabIndex = 0;
      one.setAttribute("role", "region");
      one.setAttribute("aria-label", "表格，可左右滚动");
    } else one.removeAttribute("tabindex");
  }
}
document.addEventListener("DOMContentLoaded", reachable);
document.addEventListener("htmx:afterSettle", reachable);
window.addEventListener("resize", reachable);
// On paper the numbers stand below their chart.
window.addEventListener("beforeprint", () => {
  for (const one of document.querySelectorAll(".card > details:not([open])")) { one.open = true; one.dataset.printed = ""; }
});
window.addEventListener("afterprint", () => {
  for (const one of document.querySelectorAll("details[data-printed]")) { one.open = false; delete one.dataset.printed; }
});
// One box ticks all of a list.
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-all]")) return;
  for (const box of document.querySelectorAll(event.target.dataset.all)) box.checked = event.target.checked;
});
// Keys of a page: data-key on a link or button; never while somebody is typing. In a box to tick nobody types.
// A key that is held down turns pages, but decides nothing: the next page would be decided about before anybody has
// seen it.
const TYPED = "input:not([type=checkbox], [type=radio]), textarea, select";
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(TYPED)) return;
  for (const one of document.querySelectorAll("[data-key]")) {
    if (one.dataset.key.toLowerCase() === event.key.toLowerCase()) {
      event.preventDefault();
      if (event.repeat && !one.matches("a")) return;
      if (one.matches("input, textarea, select")) one.focus(); else one.click();
      return;
    }
  }
});
// The words that a finding rests on stand in view, however long the page that holds them.
document.addEventListener("htmx:afterSettle", (event) => {
  for (const page of event.target.querySelectorAll("pre.page-text")) {
    const mark = page.querySelector("mark");
    if (mark) page.scrollTop = mark.getBoundingClientRect().top - page.getBoundingClientRect().top - 120;
  }
});
