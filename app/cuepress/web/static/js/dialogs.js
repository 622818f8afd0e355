// Dialogs of the page: closed by Escape, a button, or a click outside; then what had the
// focus before gets it back.

import { moveStatus } from "./status.js";

export function connectDialog(dialog, opener) {
  let before = opener;
  const open = () => {
    if (!dialog.open) {
      before = document.activeElement === document.body ? opener : document.activeElement;
      dialog.showModal();
      moveStatus(dialog);
    }
  };
  opener.addEventListener("click", open);
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && isOutside(event, dialog) && dialog.close());
  dialog.addEventListener("close", () => {
    moveStatus(null);
    before.focus({ preventScroll: true });
  });
  return open;
}

function isOutside(event, dialog) {
  const box = dialog.getBoundingClientRect();
  const isInside =
    event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
  return event.detail > 0 && !isInside; // a click made by a key has no place
}
