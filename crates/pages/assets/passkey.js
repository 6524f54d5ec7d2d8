// Passkeys need a script: without one, their forms stay hidden.
const fail = (form) => { form.querySelector("[role=alert]").hidden = false; };

async function answer(form) {
  const begun = await fetch(form.dataset.begin, { method: "POST", body: new URLSearchParams(new FormData(form)) });
  if (!begun.ok || begun.redirected) throw new Error("not begun");
  const { ticket, options } = await begun.json();
  const credential = form.dataset.passkey === "create"
    ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  form.elements.ticket.value = ticket;
  form.elements.credential.value = JSON.stringify(credential);
  form.submit();
}

if (window.PublicKeyCredential?.parseCreationOptionsFromJSON) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      answer(form).catch(() => fail(form));
    });
  }
}
