// The sign language video beside the picture: silent, in step with it, in three sizes.

import { recall, remember } from "./memory.js";

const MOST_DRIFT_S = 0.2; // more, and hands and lips no longer belong together

export function connectSign(video, sign, frames, menu) {
  const sizes = [...menu.options].map((option) => option.value);

  const isShown = () => Boolean(menu.value);
  const follow = () => {
    if (!isShown() || sign.error) {
      return;
    }
    sign.playbackRate = video.playbackRate;
    const isWithin = !(sign.duration <= video.currentTime);
    if (isWithin && Math.abs(sign.currentTime - video.currentTime) > MOST_DRIFT_S) {
      sign.currentTime = video.currentTime;
    }
    if (video.paused || video.ended || !isWithin) {
      sign.pause();
    } else if (sign.paused) {
      sign.play().catch(() => {}); // refused: it stands still, and the next step asks again
    }
  };
  const show = () => {
    frames.dataset.sign = menu.value;
    sign.preload = isShown() ? "auto" : "none";
    if (isShown()) {
      follow();
    } else {
      sign.pause();
    }
  };

  sign.controls = false; // one set of controls for both
  sign.muted = true;
  const kept = recall("sign");
  menu.value = sizes.includes(kept) ? kept : "";
  show();
  menu.addEventListener("change", () => {
    remember("sign", menu.value);
    show();
  });
  for (const type of ["play", "playing", "pause", "seeking", "seeked", "ratechange", "timeupdate", "ended"]) {
    video.addEventListener(type, follow);
  }
  sign.addEventListener("loadedmetadata", follow);
  sign.addEventListener("click", () => (video.paused ? video.play().catch(() => {}) : video.pause()));
}
