"use strict";
// A session that ended while a form was being filled in costs nobody what was filled in: every field of it is there
// again, in this tab and for the same person alone, once the login page was passed. Words in text areas are kept by
// typed.js also where a page was left without that.
(() => {
  const prefix = "field:", over = "interrupted";
  const store = (() => { try { return window.sessionStorage; } catch { return null; } })();
  if (!store) return;
  const who = document.querySelector("[data-who]")?.dataset.who;
  const forget = (which) => Object.keys(store).filter((key) => key.startsWith(prefix) && which(key)).forEach((key) => store.removeItem(key));
  if (!who) {
    if (Object.keys(store).some((key) => key.startsWith(prefix))) store.setItem(over, "1");
    return;
  }
  const interrupted = store.getItem(over) !== null;
  forget((key) => !interrupted || !key.startsWith(`${prefix}${who}:`));

  // Codes and passwords are typed anew.
  const forms = () => [...document.querySelectorAll("form[method=post]:not([data-leave], [hx-post], [autocomplete=off])")];
  const fields = (form) => [...form.elements].filter((one) => one.name && one.matches(
    "textarea:not([data-forget]), select, input:not([type=hidden], [type=password], [type=submit], [type=button], [autocomplete=one-time-code])"));
  const isBox = (one) => one.type === "checkbox" || one.type === "radio";
  // Forms of several rows go to one address: what they hide tells them apart.
  const keyOf = (form, one) => {
    const path = new URL(form.getAttribute("action") || location.pathname, location).pathname;
    const hidden = [...form.querySelectorAll("input[type=hidden]:not([name=csrfmiddlewaretoken])")].map((row) => `${row.name}=${row.value}`);
    return `${prefix}${who}:${path}?${hidden.join("&")}#${one.name}${isBox(one) ? `=${one.value}` : ""}`;
  };
  const said = (one) => {
    if (isBox(one)) return { on: one.checked };
    if (one.type === "file") return { files: one.files.length };
    if (one.multiple) return { all: [...one.selectedOptions].map((row) => row.value) };
    return { value: one.value, words: one.selectedOptions?.[0]?.text };
  };
  const keep = (form) => {
    for (const one of fields(form)) {
      try { store.setItem(keyOf(form, one), JSON.stringify(said(one))); } catch { /* full */ }
    }
  };
  const touched = new Set();
  for (const kind of ["input", "change"]) {
    document.addEventListener(kind, (event) => { if (event.target.form) touched.add(event.target.form); });
  }
  document.addEventListener("submit", (event) => { if (event.target.matches("[data-leave]")) { touched.clear(); forget(() => true); } });
  window.addEventListener("pagehide", () => forms().filter((form) => touched.has(form)).forEach(keep));

  const put = (one, was) => {
    if (isBox(one)) { one.checked = was.on; return; }
    if (one.multiple && one.options) { for (const row of one.options) row.selected = was.all.includes(row.value); return; }
    if (one.options && ![...one.options].some((row) => row.value === was.value)) one.add(new Option(was.words, was.value));
    one.value = was.value;
  };
  const restore = (form) => {
    let changed = false, files = false;
    for (const one of fields(form)) {
      const kept = store.getItem(keyOf(form, one));
      if (kept === null) continue;
      const was = JSON.parse(kept);
      if (one.type === "file") { files ||= was.files > 0; continue; }
      if (JSON.stringify(said(one)) === kept) continue;
      put(one, was);
      one.closest("details")?.setAttribute("open", "");
      changed = true;
    }
    if (!changed && !files) return false;
    const note = document.createElement("div");
    note.className = "note warning";
    note.setAttribute("role", "status");
    note.textContent = `登录失效前填写的内容已恢复，没有提交过，请核对后提交。${files ? "选择的文件须重新选择。" : ""}`;
    form.prepend(note);
    touched.add(form);
    return true;
  };
  if (!interrupted) return;
  document.addEventListener("DOMContentLoaded", () => {
    if (forms().map(restore).some(Boolean)) { store.removeItem(over); forget(() => true); }
  });
})();
