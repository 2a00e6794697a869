// A notice that each visitor sees once. What was read is remembered on the device, not in a cookie: pages stay the same for everyone.
const KEY = "cookie-notice";

class CookieNotice extends HTMLElement {
  connectedCallback() {
    const words = this.textContent.trim();
    if (this.read() === words) return;
    this.hidden = false;
    this.querySelector("button").addEventListener("click", () => {
      this.keep(words);
      this.remove();
    });
  }

  // A browser that keeps nothing shows the notice on every page.
  read() {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  }

  keep(words) {
    try {
      localStorage.setItem(KEY, words);
    } catch {
      // see read()
    }
  }
}

customElements.define("cookie-notice", CookieNotice);
