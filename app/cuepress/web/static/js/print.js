// The button that prints the page: on paper it is the transcript.

export function connectPrint() {
  document.getElementById("print")?.addEventListener("click", () => print());
}
