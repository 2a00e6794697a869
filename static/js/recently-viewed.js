// Remembers in this browser, and nowhere else, which products were looked at, and shows the ones before this. Nothing is asked for
// until the place where they go comes near.
const KEY = "recently-viewed";
const MOST = 9; // the server takes no more than this either
const SHOWN = 8;

function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY));
    return Array.isArray(kept) ? kept.filter(Number.isSafeInteger).slice(0, MOST) : [];
  } catch {
    return []; // storage is switched off, or holds something else
  }
}

function write(ids) {
  try {
    if (ids.length) localStorage.setItem(KEY, JSON.stringify(ids));
    else localStorage.removeItem(KEY);
  } catch {
    // storage is switched off or full: then nothing is remembered
  }
}

class RecentlyViewed extends HTMLElement {
  connectedCallback() {
    const product = Number(this.dataset.product) || 0;
    const others = read().filter((id) => id !== product);
    this.ids = others.slice(0, SHOWN);
    const remember = () => product && write([product, ...others].slice(0, MOST));
    if (document.prerendering) document.addEventListener("prerenderingchange", remember, { once: true });
    else remember();
    if (!this.ids.length) return;
    this.hidden = false; // or it would never come near
    this.addEventListener("click", (event) => event.target.closest("[data-forget]") && this.forget());
    this.watch = new IntersectionObserver((seen) => seen.some((entry) => entry.isIntersecting) && this.show(), { rootMargin: "600px" });
    this.watch.observe(this);
  }

  disconnectedCallback() {
    this.watch?.disconnect();
  }

  async show() {
    this.watch.disconnect();
    try {
      const answer = await fetch(`${this.dataset.url}?ids=${this.ids.join(",")}`);
      if (!answer.ok) return;
      this.innerHTML = await answer.text();
      window.htmx?.process(this);
    } catch {
      // it is not what they came for: no word about it
    }
  }

  forget() {
    write([]);
    this.hidden = true;
    this.replaceChildren();
    document.getElementById("main")?.focus({ preventScroll: true });
  }
}

customElements.define("recently-viewed", RecentlyViewed);
