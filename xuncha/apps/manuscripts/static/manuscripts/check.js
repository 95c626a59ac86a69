"use strict";
// 采用: puts the right form into the text, at its place. Places move as texts of other lengths are put in.
const moved = [];
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-right]");
  if (!button) return;
  const field = document.getElementById("text");
  const told = document.querySelector(".applied");
  const letters = Array.from(field.value);
  const { quote, right } = button.dataset;
  const before = moved.filter((one) => one.start < Number(button.dataset.start));
  const start = Number(button.dataset.start) + before.reduce((sum, one) => sum + one.by, 0);
  const end = start + Array.from(quote).length;
  told.hidden = false;
  if (letters.slice(start, end).join("") !== quote) {
    told.textContent = `“${quote}”所在的文字已经改动，请在正文中手工修改。`;
    return;
  }
  letters.splice(start, end - start, ...Array.from(right));
  field.value = letters.join("");
  moved.push({ start: Number(button.dataset.start), by: Array.from(right).length - (end - start) });
  button.disabled = true;
  button.textContent = "已采用";
  told.textContent = `已把“${quote}”改为“${right}”。改好后请再次检查。`;
});
