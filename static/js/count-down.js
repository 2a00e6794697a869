// Counts down to a moment. Without script the moment itself stands there; once it has passed the section leaves the page.
const UNITS = [
  ["days", 86400],
  ["hours", 3600],
  ["minutes", 60],
  ["seconds", 1],
];

class CountDown extends HTMLElement {
  connectedCallback() {
    this.end = Date.parse(this.dataset.until);
    this.parts = Object.fromEntries(UNITS.map(([name]) => [name, this.querySelector(`[data-unit="${name}"]`)]));
    this.tick();
    this.timer = setInterval(() => this.tick(), 1000);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  tick() {
    let left = Math.floor((this.end - Date.now()) / 1000);
    if (left <= 0) {
      clearInterval(this.timer);
      this.closest(".section").hidden = true;
      return;
    }
    for (const [name, length] of UNITS) {
      const count = Math.floor(left / length);
      left -= count * length;
      const text = String(count).padStart(2, "0");
      if (this.parts[name].textContent !== text) this.parts[name].textContent = text;
    }
    this.querySelector(".count-down-parts").hidden = false;
  }
}

customElements.define("count-down", CountDown);
