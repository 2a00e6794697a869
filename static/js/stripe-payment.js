// Stripe's Payment Element: asks for the card in Stripe's own frame, confirms the payment and returns to the order's payment address.
// <stripe-payment data-key data-secret data-return> holds a form with [data-element], [data-problem] and a submit button.
// Stripe.js comes from Stripe and is never self-hosted; its release train is that of the API version which the server's SDK pins.
const STRIPE_JS = "https://js.stripe.com/endive/stripe.js";

let loading;

function loadStripe() {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = STRIPE_JS;
    script.onload = () => resolve(window.Stripe);
    script.onerror = () => reject(new Error("Stripe.js did not load"));
    document.head.append(script);
  });
  return loading;
}

function appearance(element) {
  const styles = getComputedStyle(element);
  const probe = (property) => styles.getPropertyValue(property).trim();
  return {
    theme: matchMedia("(prefers-color-scheme: dark)").matches ? "night" : "stripe",
    variables: {
      colorBackground: getComputedStyle(document.body).backgroundColor,
      colorText: styles.color,
      fontFamily: styles.fontFamily,
      borderRadius: probe("--radius") || "8px",
    },
  };
}

class StripePayment extends HTMLElement {
  async connectedCallback() {
    this.form = this.querySelector("form");
    this.button = this.querySelector("button[type=submit]");
    this.form.addEventListener("submit", (event) => this.pay(event));
    try {
      const Stripe = await loadStripe();
      this.stripe = Stripe(this.dataset.key);
      this.elements = this.stripe.elements({ clientSecret: this.dataset.secret, appearance: appearance(this) });
      this.elements.create("payment", { layout: "accordion" }).mount(this.querySelector("[data-element]"));
      this.button.disabled = false;
    } catch {
      this.say(document.querySelector("#request-failed")?.content.textContent.trim() ?? "");
    }
  }

  async pay(event) {
    event.preventDefault();
    if (!this.stripe || this.button.disabled) return;
    this.button.disabled = true;
    this.say("");
    const { error } = await this.stripe.confirmPayment({
      elements: this.elements,
      confirmParams: { return_url: this.dataset.return },
    });
    // Only a problem that can be mended here comes back; otherwise the browser is on its way.
    this.say(error.message ?? "");
    this.button.disabled = false;
  }

  say(text) {
    const place = this.querySelector("[data-problem]");
    place.replaceChildren();
    if (!text) return;
    const words = document.createElement("span");
    words.textContent = text;
    place.append(words);
  }
}

customElements.define("stripe-payment", StripePayment);
