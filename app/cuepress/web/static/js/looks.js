// The passages to look at: each plays from its beginning. The focus stays in the list, so that the next is a key away.

import { announce } from "./status.js";

export function connectLooks(video) {
  if (!video) {
    return;
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest("#looks a[data-start]");
    if (!link || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) {
      return;
    }
    event.preventDefault();
    video.currentTime = Number(link.dataset.start) / 1000;
    video.play().catch(() => {}); // a browser that does not let us play still shows the place
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    video.scrollIntoView({ block: "nearest", behavior: isStill ? "instant" : "smooth" });
    announce(`Playing${link.querySelector(".visually-hidden").textContent.replace(" play", "")}`);
  });
}
