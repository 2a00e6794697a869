// A passing message: closes on its press; good news leaves by itself, but not while it is pointed at or holds the focus.
const STAYS = 8000;

class ToastAlert extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => event.target.closest("[data-close]") && this.leave());
    if (!this.hasAttribute("data-leaves")) return;
    const wait = () => { this.timer = setTimeout(() => this.leave(), STAYS); };
    for (const pause of ["pointerenter", "focusin"]) this.addEventListener(pause, () => clearTimeout(this.timer));
    for (const go of ["pointerleave", "focusout"]) this.addEventListener(go, wait);
    wait();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
  }

  leave() {
    this.setAttribute("data-leaving", "");
    setTimeout(() => this.remove(), 300);
  }
}

customElements.define("toast-alert", ToastAlert);
