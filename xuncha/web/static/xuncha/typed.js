"use strict";
// A form is sent once, and what somebody typed stays in this tab until it was taken: a session that ended,
// a refusal or a page left by mistake costs nobody the words.
(() => {
  const prefix = "typed:";
  const who = document.querySelector("[data-who]")?.dataset.who;
  const store = (() => { try { return window.sessionStorage; } catch { return null; } })();
  const keys = () => (store ? Object.keys(store).filter((key) => key.startsWith(prefix)) : []);
  const forget = (which) => keys().filter(which).forEach((key) => store.removeItem(key));
  const boxes = () => document.querySelectorAll("form[method=post] textarea[name]:not([data-forget])");
  const keyOf = (box) => `${prefix}${who}:${new URL(box.form.getAttribute("action") || location.pathname, location).pathname}#${box.name}`;

  // A second click while the first is under way.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.matches("[hx-post]")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    window.setTimeout(() => delete form.dataset.sent, 30000);
    if (form.matches("[data-leave]")) forget(() => true);
    for (const box of form.querySelectorAll("textarea[name]:not([data-forget])")) {
      const key = who && keyOf(box);
      if (key && store?.getItem(key) !== null) store?.setItem("sent:" + key, "1");
    }
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });
  if (!store) return;
  // Sent and taken is what the next page says so of; after the login page nothing was.
  const taken = document.querySelector("main > .note.success");
  for (const mark of Object.keys(store).filter((key) => key.startsWith("sent:"))) {
    if (who && taken) store.removeItem(mark.slice(5));
    store.removeItem(mark);
  }
  if (!who) return;

  // Of somebody else who used this tab.
  forget((key) => !key.startsWith(`${prefix}${who}:`));
  const keep = (box) => {
    try { if (box.value.trim()) store.setItem(keyOf(box), box.value); else store.removeItem(keyOf(box)); } catch { /* full */ }
  };
  const say = (box, words) => {
    let note = box.nextElementSibling;
    if (!note?.matches("[data-said]")) {
      note = document.createElement("small");
      note.dataset.said = "";
      note.setAttribute("role", "status");
      box.after(note);
    }
    note.textContent = words;
  };
  document.addEventListener("DOMContentLoaded", () => {
    for (const box of boxes()) {
      const kept = store.getItem(keyOf(box));
      if (!kept || box.value.trim()) continue;
      box.value = kept;
      box.closest("details")?.setAttribute("open", "");
      say(box, "已恢复上次没有提交成功的内容，请核对。");
    }
  });
  document.addEventListener("input", (event) => {
    const box = event.target;
    if (!box.matches("form[method=post] textarea[name]")) return;
    if (!box.matches("[data-forget]")) keep(box);
    if (box.maxLength > 0) {
      const left = box.maxLength - box.value.length;
      const near = left <= Math.min(100, box.maxLength / 10);
      if (left <= 0) say(box, `已到 ${box.maxLength} 字的上限，超出的没有写入。`);
      else if (near || box.nextElementSibling?.matches("[data-said]")) say(box, near ? `还可以写 ${left} 字。` : "");
    }
  });
})();
