// The captions menu under the picture. It and the browser's own menu show the same choice, and it is remembered.
// The real <track> is shown, so captions survive full screen, picture-in-picture and the player of a phone.

import { recall, remember } from "./memory.js";

const OFF = "off";

export function connectCaptions(video, menu) {
  const ids = [...menu.options].map((option) => option.value).filter(Boolean);
  const tracks = () => [...video.textTracks].filter((track) => ids.includes(track.id));

  const show = (id) => {
    for (const track of tracks()) {
      track.mode = track.id === id ? "showing" : "disabled";
    }
  };

  const reflect = () => {
    const shown = tracks().find((track) => track.mode === "showing");
    menu.value = shown ? shown.id : "";
  };

  const startWith = choiceBefore(ids) ?? menu.value;
  menu.value = startWith;
  show(startWith);

  menu.addEventListener("change", () => {
    show(menu.value);
    remember("captions", languageOf(video, menu.value) || OFF);
  });
  video.textTracks.addEventListener("change", reflect);
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

function languageOf(video, id) {
  return id && video.textTracks.getTrackById(id).language;
}
