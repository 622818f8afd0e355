// The speed menu; follows when the speed is changed in the browser's own menu.

export function connectSpeed(video, menu) {
  menu.addEventListener("change", () => {
    video.playbackRate = Number(menu.value);
  });
  video.addEventListener("ratechange", () => {
    const known = [...menu.options].find((option) => Number(option.value) === video.playbackRate);
    if (known) {
      menu.value = known.value;
    }
  });
}
