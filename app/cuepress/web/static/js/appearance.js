// How captions look: what the reader chooses is at once in the picture and in the preview, and is remembered. The
// choices become custom properties, which the style sheet hands to the browser's own captions and to ours.

import { recall, remember } from "./memory.js";
import { announce } from "./status.js";

const EDGES = {
  none: "none",
  outline: "-1px -1px 1px #000, 1px -1px 1px #000, -1px 1px 1px #000, 1px 1px 1px #000, 0 0 3px #000",
  shadow: "0.1em 0.1em 0.15em #000",
  raised: "1px 1px #222, 2px 2px #222, 3px 3px #222",
  lowered: "-1px -1px #222, 1px 1px #ccc",
};
const FONTS = {
  readable: '"Atkinson Hyperlegible Next", system-ui, sans-serif',
  sans: "system-ui, sans-serif",
  serif: 'Georgia, "Noto Serif", serif',
  mono: 'ui-monospace, "DejaVu Sans Mono", monospace',
  casual: '"Comic Sans MS", "Comic Neue", fantasy',
  cursive: '"Snell Roundhand", cursive',
  capitals: "system-ui, sans-serif",
};
const ENOUGH_CONTRAST = 4.5; // WCAG 2.2, 1.4.3
const ENOUGH_GROUND = 0.5; // less of a background, and a bright picture shines through

// Apply what was chosen to each of the places, and say onPlace whether captions stand over or below the picture.
export function connectAppearance(form, places, player, onPlace) {
  const fields = ["place", "size", "font", "color", "ground", "opacity", "edge"];
  const choice = () => Object.fromEntries(fields.map((name) => [name, form.elements[name].value]));

  const show = () => {
    const chosen = choice();
    for (const place of places) {
      place.dataset.place = chosen.place;
      for (const [name, value] of Object.entries(properties(chosen))) {
        place.style.setProperty(name, value);
      }
    }
    form.querySelector("[data-warning]").hidden = isReadable(chosen);
    onPlace(chosen.place);
  };

  take(form, recall("appearance"));
  show();
  form.addEventListener("input", () => {
    show();
    remember("appearance", JSON.stringify(choice()));
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.querySelector("[data-reset]").addEventListener("click", () => {
    form.reset();
    show();
    remember("appearance", "");
    announce(player.dataset.saidReset);
  });
}

// Only what the form offers is taken; an older page, or another one of this address, may have kept anything.
function take(form, kept) {
  let chosen;
  try {
    chosen = JSON.parse(kept || "{}") ?? {};
  } catch {
    return;
  }
  for (const [name, value] of Object.entries(chosen)) {
    const offered = form.querySelector(`[name="${CSS.escape(name)}"]`) && form.elements[name];
    const values = [...(offered?.options ?? offered ?? [])].map((each) => each.value);
    if (values.includes(value)) {
      offered.value = value;
    }
  }
}

function properties({ size, font, color, ground, opacity, edge }) {
  const alpha = Math.round(Number(opacity) * 255)
    .toString(16)
    .padStart(2, "0");
  return {
    "--cue-scale": size,
    "--cue-font": FONTS[font],
    "--cue-variant": font === "capitals" ? "small-caps" : "normal",
    "--cue-color": color,
    "--cue-ground": ground,
    "--cue-back": ground + alpha,
    "--cue-edge": EDGES[edge],
  };
}

// Below the picture the background is whole; over it what is behind may be bright or dark.
function isReadable({ place, color, ground, opacity, edge }) {
  const isOnGround = place === "below" || Number(opacity) >= ENOUGH_GROUND;
  return isOnGround ? contrast(color, ground) >= ENOUGH_CONTRAST : edge !== "none";
}

export function contrast(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

// Relative luminance of "#rrggbb" as WCAG 2.2 defines it.
function luminance(color) {
  const [red, green, blue] = [1, 3, 5]
    .map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
