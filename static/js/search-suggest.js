// Suggestions below a search field, as an ARIA combobox: the focus stays in the field, arrows walk the list, Enter follows what is
// chosen or searches for the words, Escape puts the list away. Without this file the form just searches.
const SHORTEST = 2;
const WAIT = 140;

class SearchSuggest extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input[name=q]");
    this.results = document.createElement("div");
    this.results.className = "suggest-box";
    this.status = document.createElement("p");
    this.status.className = "visually-hidden";
    this.status.setAttribute("role", "status");
    this.append(this.results, this.status);
    this.options = [];
    this.place = -1;
    // A search field may not be a combobox (ARIA in HTML); one of text may.
    this.input.type = "text";
    this.input.inputMode = "search";
    this.input.setAttribute("role", "combobox");
    this.input.setAttribute("aria-autocomplete", "list");
    this.input.setAttribute("aria-expanded", "false");
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (event) => this.walk(event));
    this.addEventListener("focusin", (event) => event.target === this.input && this.known !== this.words && this.typed());
    this.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !this.contains(event.relatedTarget)) this.clear();
    });
    this.outside = (event) => !this.contains(event.target) && this.clear();
    document.addEventListener("pointerdown", this.outside);
    // A search that was asked already needs no suggestions before something changes.
    this.known = this.words;
    // Words that were typed before this file had come.
    if (this.input.value !== this.input.defaultValue) this.typed();
  }

  disconnectedCallback() {
    this.clear();
    document.removeEventListener("pointerdown", this.outside);
  }

  get words() {
    return this.input.value.trim().replace(/\s+/g, " ");
  }

  typed() {
    clearTimeout(this.timer);
    if (this.words.length < SHORTEST) this.clear();
    else this.timer = setTimeout(() => this.ask(), WAIT);
  }

  async ask() {
    const words = this.words;
    if (words === this.known && this.options.length) return;
    this.request?.abort();
    this.request = new AbortController();
    try {
      const answer = await fetch(`${this.dataset.url}?q=${encodeURIComponent(words)}`, { signal: this.request.signal });
      if (!answer.ok) throw new Error(answer.status);
      this.show(words, await answer.text());
    } catch (error) {
      // Nobody pressed anything, so nothing is said: the form searches all the same.
      if (error.name !== "AbortError") this.clear();
    }
  }

  show(words, html) {
    const found = new DOMParser().parseFromString(html, "text/html").querySelector(".suggest");
    if (!found) return this.clear();
    this.known = words;
    this.results.replaceChildren(found);
    this.options = [...found.querySelectorAll("[role=option]")];
    for (const [number, option] of this.options.entries()) option.id = `${this.input.id}-option-${number}`;
    const list = found.querySelector("[role=listbox]");
    list.id = `${this.input.id}-list`;
    this.input.setAttribute("aria-controls", list.id);
    this.input.setAttribute("aria-expanded", "true");
    this.status.textContent = found.dataset.status;
    this.choose(-1);
  }

  clear() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.results.replaceChildren();
    this.options = [];
    this.known = "";
    this.status.textContent = "";
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-controls");
    this.choose(-1);
  }

  choose(place) {
    this.place = place;
    for (const [number, option] of this.options.entries()) option.setAttribute("aria-selected", String(number === place));
    const chosen = this.options[place];
    if (chosen) {
      this.input.setAttribute("aria-activedescendant", chosen.id);
      chosen.scrollIntoView({ block: "nearest" });
    } else this.input.removeAttribute("aria-activedescendant");
  }

  walk(event) {
    const open = this.options.length > 0;
    if (event.key === "Escape" && (open || this.input.value)) {
      // The first press puts the list away, the next one the words, the last one closes what the field stands in.
      event.preventDefault();
      event.stopPropagation();
      if (!open) this.input.value = "";
      this.clear();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) return void this.ask();
      // The field itself is one of the stops, before the first and after the last.
      const stops = this.options.length + 1;
      this.choose(((this.place + 1 + (event.key === "ArrowDown" ? 1 : stops - 1)) % stops) - 1);
    } else if (event.key === "Enter" && this.options[this.place]) {
      event.preventDefault();
      this.options[this.place].click();
    }
  }
}

customElements.define("search-suggest", SearchSuggest);
