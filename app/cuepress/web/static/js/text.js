// Everything about the text beside the picture that is replaced when another language is chosen.

import { connectCopyLink } from "./copy-link.js";
import { connectSearch } from "./search.js";
import { connectTranscript } from "./transcript.js";

// Connect the text that is on the page; returns what undoes it.
export function connectText(video) {
  const undo = [connectTranscript(video), connectCopyLink(), connectSearch()];
  return () => undo.forEach((each) => each());
}
