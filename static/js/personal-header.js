// Asks for the personal parts of the header (basket count, account, messages) once the page is really being looked at: not while it
// is rendered ahead, because reading the messages uses them up; and again when the page comes back from the back/forward cache.
class PersonalHeader extends HTMLElement {
  connectedCallback() {
    const refresh = () => window.htmx?.trigger(this, "refresh");
    const start = () => {
      if (document.prerendering) document.addEventListener("prerenderingchange", refresh, { once: true });
      else refresh();
    };
    // htmx stands before this file, but on a slow network it may not have run yet.
    if (window.htmx && document.readyState !== "loading") {
      window.htmx.process(this);
      start();
    } else document.body.addEventListener("htmx:load", start, { once: true });
    window.addEventListener("pageshow", (event) => event.persisted && refresh());
    document.body.addEventListener("htmx:sendError", sayThatItFailed);
    document.body.addEventListener("htmx:timeout", sayThatItFailed);
    document.body.addEventListener("htmx:responseError", sayThatItFailed);
  }
}

// What the shopper pressed must never end in silence; what the page asked for by itself may.
function sayThatItFailed(event) {
  if (event.detail.elt.localName === "personal-header") return;
  const words = document.getElementById("request-failed");
  const region = document.getElementById("messages");
  if (words && region) region.replaceChildren(words.content.cloneNode(true));
}

customElements.define("personal-header", PersonalHeader);
