// Quick exit by keyboard: Shift three times within five seconds. Without scripts the link does the same.
(() => {
  const link = document.getElementById("leave");
  if (!link) return;
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("leave") : null;
  let presses = [];
  const go = () => {
    document.body.hidden = true;
    document.title = "";
    location.replace(link.href);
  };
  const leave = () => {
    if (tabs) tabs.postMessage("");
    go();
  };
  if (tabs) tabs.onmessage = go;
  // A page that was asked for by a form stays in the history with all the form held, and Back would send it
  // again. Replacing the entry with itself, when the page is left by one of its own ways, drops that. Left by
  // the address bar it stays: no event before that is certain.
  const forget = () => history.replaceState(null, "");
  addEventListener("submit", forget);
  addEventListener("click", (event) => {
    const gone = event.target.closest("a[href]");
    if (gone && !gone.getAttribute("href").startsWith("#")) forget();
  });
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  addEventListener("keyup", (event) => {
    if (event.key !== "Shift") {
      presses = [];
      return;
    }
    const now = Date.now();
    presses = presses.filter((moment) => now - moment < 5000).concat(now);
    if (presses.length >= 3) leave();
  });
})();
