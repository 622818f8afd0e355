// The code for another page: copied at a press. Without this, or where a browser lets nobody copy, it can be selected.

import { announce } from "./status.js";

export function connectShare() {
  const [share, code, button] = ["share", "share-code", "share-copy"].map((id) => document.getElementById(id));
  if (!share) {
    return;
  }
  code.addEventListener("focus", () => code.select());
  button.addEventListener("click", async () => {
    const isCopied = await copy(code.value);
    if (!isCopied) {
      code.focus();
      code.select();
    }
    announce(isCopied ? share.dataset.saidCopied : share.dataset.saidNotCopied);
  });
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // refused, or a page without HTTPS, where there is no clipboard
  }
}
