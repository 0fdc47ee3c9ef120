// Asks the browser for a security key and sends what it says with the form around it.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
const text = (held) =>
  btoa(String.fromCharCode(...new Uint8Array(held))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const ask = async (form) => {
  const asked = JSON.parse(form.dataset.asked);
  asked.challenge = bytes(asked.challenge);
  if (asked.user) asked.user.id = bytes(asked.user.id);
  for (const one of [...(asked.allowCredentials || []), ...(asked.excludeCredentials || [])]) one.id = bytes(one.id);
  const key = await navigator.credentials[form.dataset.act]({ publicKey: asked });
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature"]) {
    if (key.response[name]) response[name] = text(key.response[name]);
  }
  return JSON.stringify({ id: key.id, rawId: text(key.rawId), type: key.type, response });
};
for (const form of document.querySelectorAll("form[data-asked]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  form.onsubmit = async (event) => {
    event.preventDefault();
    const failed = form.querySelector("[role=alert]");
    failed.hidden = true;
    try {
      form.elements.answer.value = await ask(form);
    } catch {
      failed.hidden = false;
      return;
    }
    form.submit();
  };
}
