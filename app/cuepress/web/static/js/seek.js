// Playing from a place: what every link with a time does. It shows the picture, moves no focus, and is said once.

import { announce } from "./status.js";
import { said, timeInWords } from "./words.js";

export function playFrom(video, startMs) {
  video.currentTime = startMs / 1000;
  video.play().catch(() => {}); // a browser that does not let us play still shows the place
  announce(said(document.getElementById("status"), "saidPlaying", { time: timeInWords(startMs / 1000) }), "time");
}

// A click that wants no new window, no download and no menu.
export function isPlain(event) {
  return event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
}

export function isStill() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

// Links with a time outside the transcript: chapters, passages to look at. The picture comes into sight.
export function connectSeekLinks(video) {
  if (!video) {
    return;
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest("#chapters a[data-start], #looks a[data-start]");
    if (!link || !isPlain(event)) {
      return;
    }
    event.preventDefault();
    playFrom(video, Number(link.dataset.start));
    video.scrollIntoView({ block: "nearest", behavior: isStill() ? "instant" : "smooth" });
  });
}
