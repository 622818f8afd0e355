// Captions below the picture: the cues that are active now, in a box of the page.

export function connectBelow(box) {
  let track = null;

  const print = () => {
    box.replaceChildren(...[...(track?.activeCues ?? [])].map((cue) => lineOf(cue, track.language)));
  };

  // Print the cues of this track from now on; of none, and the box is gone.
  return (wanted) => {
    track?.removeEventListener("cuechange", print);
    track = wanted;
    track?.addEventListener("cuechange", print);
    box.hidden = !track;
    print();
  };
}

function lineOf(cue, language) {
  const line = document.createElement("p");
  line.lang = language;
  line.dir = "auto";
  line.append(cue.getCueAsHTML());
  return line;
}
