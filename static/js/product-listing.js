// A listing whose choices are made in place: a tidy address, groups that stay as one left them, and a focus that is never lost.
class ProductListing extends HTMLElement {
  connectedCallback() {
    this.folds = new Map();
    this.addEventListener("toggle", (event) => this.folds.set(event.target.id, event.target.open), true);
    this.addEventListener("htmx:configRequest", (event) => this.tidy(event));
    this.addEventListener("htmx:beforeRequest", (event) => this.leave(event));
    this.addEventListener("htmx:oobAfterSwap", () => this.refold());
    this.addEventListener("htmx:afterSettle", () => this.arrive());
  }

  // What is empty, or as it is anyway, does not belong in an address.
  tidy({ target, detail }) {
    if (target.id !== "choices") return;
    const sort = this.querySelector("#sort");
    for (const [name, value] of [...detail.parameters.entries()]) {
      if (value === "" || (name === "sort" && value === sort?.dataset.default)) detail.parameters.delete(name);
    }
  }

  leave({ target, detail }) {
    this.more = target.matches("[data-more]") ? this.querySelectorAll(".grid > li").length : 0;
    this.chosen = !this.more;
    if (detail.requestConfig?.triggeringEvent?.type === "submit") this.querySelector("#filters")?.hidePopover?.();
  }

  refold() {
    for (const [id, open] of this.folds) {
      const fold = document.getElementById(id);
      if (fold) fold.open = open;
    }
  }

  // Whoever chose by the keyboard goes on from there; a choice that is gone leaves the focus on the results.
  arrive() {
    const results = this.querySelector("#results");
    if (this.more) {
      this.querySelectorAll(".grid > li")[this.more]?.querySelector("a")?.focus({ preventScroll: true });
    } else if (this.chosen) {
      if (document.activeElement === document.body) results.focus({ preventScroll: true });
      const sheet = this.querySelector("#filters:popover-open");
      if (!sheet && results.getBoundingClientRect().top < 0) results.scrollIntoView({ block: "start" });
    }
    this.more = 0;
    this.chosen = false;
  }
}

customElements.define("product-listing", ProductListing);
