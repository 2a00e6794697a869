// Keeps the country that one chose for the next products, and asks again for dates that are over by the time the page is looked at.
const KEPT = "delivery-country";

class DeliveryEstimate extends HTMLElement {
  connectedCallback() {
    const form = this.querySelector("form");
    const select = this.querySelector("select");
    const ask = () => window.htmx?.trigger(form, "stale");
    select.addEventListener("change", () => localStorage.setItem(KEPT, select.value));
    const kept = localStorage.getItem(KEPT);
    const other = kept !== null && kept !== select.value && !new URLSearchParams(location.search).has("country")
      && [...select.options].some((option) => option.value === kept);
    if (other) select.value = kept;
    if (!other && Date.now() < Date.parse(this.dataset.until)) return;
    // htmx says so when it has bound the page's elements; what it swaps in it binds before it tells.
    if (window.htmx && document.readyState !== "loading") setTimeout(ask);
    else document.body.addEventListener("htmx:load", ask, { once: true });
  }
}

customElements.define("delivery-estimate", DeliveryEstimate);
