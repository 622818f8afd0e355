// The list of chapters marks the one that is played. Its links work by themselves.

import { lastBegun } from "./transcript.js";

export function connectChapters(video) {
  if (!video) {
    return;
  }
  const mark = () => {
    const links = [...document.querySelectorAll("#chapters a[data-start]")];
    const starts = links.map((link) => Number(link.dataset.start));
    const played = links[lastBegun(starts, Math.round(video.currentTime * 1000))];
    for (const link of links) {
      if (link !== played) {
        link.removeAttribute("aria-current");
      }
    }
    if (played && !played.hasAttribute("aria-current")) {
      played.setAttribute("aria-current", "true");
    }
  };
  for (const type of ["timeupdate", "seeking", "seeked", "loadedmetadata"]) {
    video.addEventListener(type, mark);
  }
}
