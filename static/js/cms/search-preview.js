// In the page editor: how a search engine shows the page, from the fields as one types. Each field's own words win, then the page's title
// and opening words, then what the catalogue says of its product or category, then the shop's description.
class SearchPreview extends HTMLElement {
  connectedCallback() {
    // Its fields stand further down the form, which may not be there yet.
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => this.start(), { once: true });
    else this.start();
  }

  start() {
    const form = this.closest("form") || document;
    this.fields = Object.fromEntries(
      ["title", "slug", "seo_title", "search_description", "introduction"].map((name) => [name, form.querySelector(`[name="${name}"]`)]),
    );
    form.addEventListener("input", () => this.show());
    form.addEventListener("change", () => this.show());
    this.show();
  }

  read(name) {
    return this.fields[name]?.value.trim() || "";
  }

  show() {
    const { brand, above, home, title: thing, description: said, address, longestTitle, longestDescription } = this.dataset;
    const own = this.read("seo_title") || (home ? brand : this.read("title") || thing);
    const title = home ? own : `${own} · ${brand}`;
    const text = this.read("search_description");
    this.put("address", address || (home ? above : `${above}${this.read("slug")}/`));
    this.put("title", cut(title, Number(longestTitle)));
    this.put("text", cut(text || this.read("introduction") || said, Number(longestDescription)));
    this.hint("title", title, Number(longestTitle));
    this.hint("description", text, Number(longestDescription));
  }

  put(part, words) {
    this.querySelector(`.search-preview-${part}`).textContent = words;
  }

  hint(part, words, most) {
    const place = this.querySelector(`[data-hint="${part}"]`);
    const count = [...words].length;
    const said = count ? (count > most ? this.dataset.long : this.dataset.short) : this.dataset.none;
    const text = said.replace("%(count)s", count).replace("%(most)s", most);
    if (place.textContent !== text) place.textContent = text; // said aloud only when it changes
    place.dataset.state = count > most ? "long" : "";
  }
}

function cut(words, most) {
  const letters = [...words];
  return letters.length > most ? `${letters.slice(0, most).join("").trimEnd()}…` : words;
}

customElements.define("search-preview", SearchPreview);
