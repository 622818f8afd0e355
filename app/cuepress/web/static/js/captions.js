// The captions menu under the picture. It and the browser's own menu show the same choice, and it is remembered.
// Over the picture the browser shows the real <track>, so captions survive full screen, picture-in-picture and the
// player of a phone. Below the picture the page prints them, and only as long as the page is what is seen.

import { connectBelow } from "./below.js";
import { recall, remember } from "./memory.js";

const OFF = "off";

export function connectCaptions(video, menu, box) {
  const ids = [...menu.options].map((option) => option.value).filter(Boolean);
  const tracks = () => [...video.textTracks].filter((track) => ids.includes(track.id));
  const printBelow = connectBelow(box);
  let chosen = choiceBefore(ids) ?? menu.value;
  let before = chosen || menu.querySelector("option[value]:not([value=''])")?.value || ""; // what "on" means
  let isBelow = false;
  let isElsewhere = false; // in a picture that is not ours: full screen of the video alone, a small window
  let isInUse = false; // the browser's own menu cannot be reached without a press on the picture

  const apply = () => {
    const mode = isBelow && !isElsewhere ? "hidden" : "showing";
    for (const track of tracks()) {
      track.mode = track.id === chosen ? mode : "disabled";
    }
    printBelow(mode === "hidden" && chosen ? video.textTracks.getTrackById(chosen) : null);
    menu.value = chosen;
  };

  const choose = (id, isWish) => {
    chosen = id;
    before = id || before;
    apply();
    if (isWish) {
      remember("captions", id ? video.textTracks.getTrackById(id).language : OFF);
    }
  };

  const reflect = () => {
    const shown = tracks().find((track) => track.mode === "showing");
    const isOurs = tracks().some((track) => track.id === chosen && track.mode !== "disabled");
    if (shown && (shown.id !== chosen || (isBelow && !isElsewhere))) {
      choose(shown.id, isInUse);
    } else if (chosen && !isOurs) {
      choose("", isInUse);
    }
  };

  apply();
  menu.addEventListener("change", () => choose(menu.value, true));
  video.textTracks.addEventListener("change", reflect);
  for (const type of ["pointerdown", "keydown"]) {
    video.addEventListener(type, () => (isInUse = true), { passive: true });
  }
  return {
    place: (place) => apply((isBelow = place === "below")),
    leave: (isGone) => apply((isElsewhere = isGone)),
    toggle: () => {
      choose(chosen ? "" : before, true);
      return chosen ? menu.selectedOptions[0].textContent : "";
    },
  };
}

// A language in the address is a wish of now; it goes before what was remembered.
function choiceBefore(ids) {
  const kept = recall("captions");
  if (kept === OFF) {
    return "";
  }
  if (!kept || new URLSearchParams(location.search).has("lang")) {
    return undefined;
  }
  return ids.find((id) => document.getElementById(id).srclang === kept);
}
