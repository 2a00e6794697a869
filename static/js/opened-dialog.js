// Opens the dialog inside as a modal one as soon as it has arrived, with the stylesheet that it may bring along (with data-waits: when
// a [data-opens=ID] is pressed). The browser keeps the focus in it, closes it on Escape and gives the focus back; a press outside or on
// [data-close] closes it too.
class OpenedDialog extends HTMLElement {
  async connectedCallback() {
    const dialog = this.querySelector("dialog");
    this.addEventListener("click", (event) => {
      if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
    });
    if (this.hasAttribute("data-waits")) return;
    dialog.addEventListener("close", () => this.remove());
    const look = this.querySelector("link[rel=stylesheet]");
    if (look && !look.sheet) await new Promise((done) => { look.onload = look.onerror = done; });
    if (this.isConnected) dialog.showModal();
  }
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
});

customElements.define("opened-dialog", OpenedDialog);
