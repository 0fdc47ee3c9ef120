// Quick exit, by keyboard too, in all tabs of this site. A page that was left by a form is not sent again by Back.
const link = document.getElementById("leave");
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
link.onclick = leave;
addEventListener("keyup", (event) => {
  presses = event.key === "Shift" ? [Date.now(), ...presses].slice(0, 3) : [];
  if (presses[0] - presses[2] < 5000) leave(event);
});
