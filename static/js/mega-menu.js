// The main menu's folds: one is open at a time, as a panel below the header. Without this file a press opens and closes them.
// With it: a mouse opens by resting on one, Escape closes and gives the focus back, arrows walk, and leaving closes.
const OPENS_AFTER = 110;
const CLOSES_AFTER = 240;

class MegaMenu extends HTMLElement {
  connectedCallback() {
    this.folds = [...this.querySelectorAll("details")];
    this.addEventListener("keydown", (event) => this.walk(event));
    this.addEventListener("click", (event) => this.keep(event));
    this.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !this.contains(event.relatedTarget)) this.close();
    });
    for (const fold of this.folds) {
      const item = fold.closest("li");
      item.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && this.rest(fold));
      item.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && this.leave(fold));
    }
    this.outside = (event) => !this.contains(event.target) && this.close();
    this.returned = (event) => event.persisted && this.close();
    document.addEventListener("pointerdown", this.outside);
    window.addEventListener("pageshow", this.returned);
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    document.removeEventListener("pointerdown", this.outside);
    window.removeEventListener("pageshow", this.returned);
  }

  close() {
    clearTimeout(this.timer);
    for (const fold of this.folds) {
      fold.open = false;
      fold.hovered = false;
    }
  }

  rest(fold) {
    clearTimeout(this.timer);
    // From one open panel to the next there is nothing to wait for.
    const wait = this.folds.some((other) => other.open) ? 40 : OPENS_AFTER;
    this.timer = setTimeout(() => {
      if (fold.open) return;
      fold.open = true;
      fold.hovered = true;
    }, wait);
  }

  leave(fold) {
    clearTimeout(this.timer);
    // What a press opened stays until it is closed; so does a panel that holds the focus.
    if (!fold.hovered || fold.querySelector(".mega :focus")) return;
    this.timer = setTimeout(() => {
      fold.open = false;
      fold.hovered = false;
    }, CLOSES_AFTER);
  }

  // The press of somebody whose mouse has just opened the panel means "open", not "close".
  keep(event) {
    const fold = event.target.closest("summary")?.parentElement;
    clearTimeout(this.timer);
    if (fold?.open && fold.hovered) event.preventDefault();
    if (fold) fold.hovered = false;
  }

  walk(event) {
    const fold = event.target.closest("details");
    if (event.key === "Escape") {
      const open = this.folds.find((other) => other.open);
      if (!open) return;
      event.preventDefault();
      this.close();
      open.querySelector("summary").focus();
      return;
    }
    const inside = event.target.closest(".mega");
    const items = [...(inside ?? this).querySelectorAll(inside ? "a[href]:not([tabindex])" : ".nav-item")];
    const place = items.indexOf(event.target);
    const forward = this.matches(":dir(rtl)") ? "ArrowLeft" : "ArrowRight";
    const backward = forward === "ArrowRight" ? "ArrowLeft" : "ArrowRight";
    let next;
    if (inside && event.key === "ArrowDown") next = items[place + 1];
    else if (inside && event.key === "ArrowUp") next = items[place - 1] ?? fold.querySelector("summary");
    else if (!inside && event.key === "ArrowDown" && fold) {
      fold.open = true;
      next = fold.querySelector(".mega a[href]");
    } else if (!inside && event.key === forward) next = items[place + 1];
    else if (!inside && event.key === backward) next = items[place - 1];
    else if (event.key === "Home") next = items[0];
    else if (event.key === "End") next = items.at(-1);
    else return;
    event.preventDefault();
    next?.focus();
  }
}

customElements.define("mega-menu", MegaMenu);
