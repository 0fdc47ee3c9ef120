// Quick exit, by keyboard too: docs/decisions/portal-leaving.md
(() => {
  const link = document.getElementById("leave");
  if (!link) return;
  const tabs = window.BroadcastChannel && new BroadcastChannel("leave");
  let presses = [];
  const go = () => {
    document.body.hidden = true;
    document.title = "";
    location.replace(link.href);
  };
  const leave = (event) => {
    event.preventDefault();
    if (tabs) tabs.postMessage("");
    go();
  };
  if (tabs) tabs.onmessage = go;
  const forget = () => history.replaceState(null, "");
  addEventListener("submit", forget);
  addEventListener("click", (event) => {
    if (event.target.closest('a[href^="/"]')) forget();
  });
  link.addEventListener("click", leave);
  addEventListener("keyup", (event) => {
    const now = Date.now();
    presses = event.key === "Shift" ? presses.filter((at) => now - at < 5000).concat(now) : [];
    if (presses.length > 2) leave(event);
  });
})();
