// The speed menu; follows when the speed is changed in the browser's own menu.

export function connectSpeed(video, menu) {
  const set = () => {
    video.playbackRate = Number(menu.value);
  };
  menu.addEventListener("change", set);
  video.addEventListener("ratechange", () => {
    const known = [...menu.options].find((option) => Number(option.value) === video.playbackRate);
    if (known) {
      menu.value = known.value;
    }
  });
  return {
    // Go so many steps of the menu; returns the speed.
    step: (steps) => {
      const last = menu.options.length - 1;
      menu.selectedIndex = Math.min(Math.max(0, menu.selectedIndex + steps), last);
      set();
      return video.playbackRate;
    },
  };
}
