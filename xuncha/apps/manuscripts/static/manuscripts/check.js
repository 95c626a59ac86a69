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
  const [from, to] = [Number(button.dataset.start), Number(button.dataset.end)];
  const before = moved.filter((one) => one.from < from);
  const start = from + before.reduce((sum, one) => sum + one.by, 0);
  const end = start + Array.from(quote).length;
  told.hidden = false;
  // Two remarks that touch are often about one slip: put right by one of them, it must not be put right twice.
  if (moved.some((one) => one.from <= to && from <= one.to)) {
    told.textContent = `“${quote}”紧挨着刚才改过的地方，请再次检查后再定。`;
    return;
  }
  if (letters.slice(start, end).join("") !== quote) {
    told.textContent = `“${quote}”所在的文字已经改动，请在正文中手工修改。`;
    return;
  }
  letters.splice(start, end - start, ...Array.from(right));
  field.value = letters.join("");
  moved.push({ from, to, by: Array.from(right).length - (end - start) });
  button.disabled = true;
  button.textContent = "已采用";
  told.textContent = `已把“${quote}”改为“${right}”。改好后请再次检查。`;
});
