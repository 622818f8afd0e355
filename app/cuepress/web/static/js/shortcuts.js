// Keys for the player: off until the reader wants them, and each can be another one or none (WCAG 2.2, 2.1.4).

import { recall, remember } from "./memory.js";
import { announce } from "./status.js";
import { said } from "./words.js";

// The form has a field for the key of each action; actions are functions by the same names.
export function connectShortcuts(form, player, actions) {
  const fields = [...form.querySelectorAll("input[data-action]")];
  take(form, fields, recall("shortcuts"));

  const keep = () => {
    const keys = Object.fromEntries(fields.map((field) => [field.dataset.action, field.value]));
    remember("shortcuts", JSON.stringify({ where: form.elements.where.value, keys }));
  };

  document.addEventListener("keydown", (event) => {
    const field = fields.find((each) => each.value && each.value === keyOf(event));
    const action = field && actions[field.dataset.action];
    if (action && isForUs(event, form.elements.where.value, player)) {
      event.preventDefault();
      action();
    }
  });
  form.addEventListener("input", (event) => {
    if (event.target.matches("input[data-action]")) {
      setKey(event.target, event.data ?? event.target.value, fields, player);
    }
    keep();
  });
  form.addEventListener("focusin", (event) => event.target.matches("input[data-action]") && event.target.select());
  form.addEventListener("submit", (event) => event.preventDefault());
  form.querySelector("[data-reset]").addEventListener("click", () => {
    form.reset();
    keep();
    announce(player.dataset.saidReset);
  });
}

function take(form, fields, kept) {
  try {
    const { where, keys } = JSON.parse(kept || "{}");
    form.elements.where.value = where ?? form.elements.where.value;
    for (const field of fields) {
      const key = keys?.[field.dataset.action];
      field.value = typeof key === "string" && [...key].length <= 1 ? key : field.value;
    }
  } catch {
    // Kept by something else: the keys are as the page has them.
  }
  if (!form.elements.where.value) {
    form.elements.where.value = "off";
  }
}

function keyOf(event) {
  return event.key.length === 1 ? event.key.toLocaleLowerCase() : "";
}

// The last character that was typed, wherever the caret stood. One key, one action: another that had it goes without.
function setKey(field, typed, fields, player) {
  const key = ([...typed].at(-1) ?? "").trim().toLocaleLowerCase();
  field.value = key;
  const loser = key && fields.find((each) => each !== field && each.value === key);
  if (loser) {
    loser.value = "";
    announce(said(player, "saidTaken", { action: loser.labels[0].textContent.trim() }));
  }
}

function isForUs(event, where, player) {
  const isPlain = !(event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented);
  const isTyping = event.target.closest?.("input, select, textarea, [contenteditable], dialog");
  const isInPlayer = player.contains(event.target) || document.fullscreenElement === player;
  return isPlain && !isTyping && (where === "page" || (where === "player" && isInPlayer));
}
