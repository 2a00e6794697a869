// Stripe's Payment Element. On an order's payment page it confirms that order's payment (data-secret, data-return); on the checkout it
// first places the order and then confirms, so that what was typed into Stripe's frame stays there when the form is refused.
// Without Stripe.js the checkout's form is sent as it is, and the order's payment page says what is wrong.
import { placeOrder } from "./order-placing.js";
import { appearance, formOf, loadStripe, requestFailed, say } from "./stripe-loader.js";
/** @import { Stripe, StripeElements } from "@stripe/stripe-js" */

/** @typedef {{ stripe: Stripe, elements: StripeElements }} Mounted */

class StripePayment extends HTMLElement {
  connectedCallback() {
    this.mounted = this.mount();
    this.mounted.catch(() => this.dataset.secret && say(this, requestFailed()));
    formOf(this).addEventListener("submit", (event) => {
      event.preventDefault();
      this.pay();
    });
    // A voucher, a country or a delivery method changes what is to be paid.
    document.body.addEventListener("htmx:afterSettle", () => this.follow());
  }

  /** @returns {Promise<Mounted>} */
  async mount() {
    const stripe = await loadStripe(this.dataset.key ?? "");
    const place = /** @type {HTMLElement} */ (this.querySelector("[data-element]"));
    const secret = this.dataset.secret;
    if (secret) {
      const elements = stripe.elements({ clientSecret: secret, appearance: appearance() });
      elements.create("payment", { layout: "accordion" }).mount(place);
      return { stripe, elements };
    }
    const elements = stripe.elements({ mode: "payment", ...toPay(), appearance: appearance() });
    elements.create("payment", {
      layout: "accordion",
      wallets: { applePay: "never", googlePay: "never" }, // they stand on top of the page
      // The form asks for these; billingDetails below hands them on.
      fields: { billingDetails: { name: "never", email: "never", address: { country: "never", postalCode: "never" } } },
    }).mount(place);
    return { stripe, elements };
  }

  async follow() {
    const { amount, currency } = toPay();
    if (this.dataset.secret || !amount) return;
    const mounted = await this.mounted?.catch(() => undefined);
    mounted?.elements.update({ amount, currency });
  }

  async pay() {
    const form = formOf(this);
    if (form.hasAttribute("data-busy")) return;
    form.setAttribute("data-busy", "");
    say(this, "");
    try {
      const mounted = await this.mounted?.catch(() => undefined);
      if (mounted && this.dataset.secret) await this.confirmPlaced(mounted, this.dataset.secret, this.dataset.return ?? "");
      else if (mounted && toPay().amount) await this.placeAndConfirm(mounted, form);
      else if (this.dataset.secret) say(this, requestFailed());
      else return form.submit(); // nothing to pay, or no Stripe.js: the server goes on
    } catch {
      say(this, requestFailed());
    }
    form.removeAttribute("data-busy");
  }

  /** @param {Mounted} mounted @param {string} clientSecret @param {string} return_url */
  async confirmPlaced({ stripe, elements }, clientSecret, return_url) {
    const { error } = await stripe.confirmPayment({ elements, clientSecret, confirmParams: { return_url } });
    say(this, error.message); // only a problem comes back; otherwise the browser is on its way
  }

  /** @param {Mounted} mounted @param {HTMLFormElement} form */
  async placeAndConfirm({ stripe, elements }, form) {
    const isFilled = form.checkValidity(); // says next to each field what it lacks
    const { error } = await elements.submit();
    if (error) say(this, error.message);
    if (error || !isFilled) return;
    const billing_details = billingDetails(new FormData(form), this.dataset.email);
    const placed = await placeOrder(form, new FormData(form));
    if (!placed) return;
    await stripe.confirmPayment({
      elements,
      clientSecret: placed.client_secret,
      confirmParams: { return_url: placed.payment_url, payment_method_data: { billing_details } },
    });
    // Only a problem comes back. The order stands and waits: its own page says what the bank said, and takes another card.
    location.assign(placed.payment_url);
  }
}

/** What the page says is to be paid, for showing: the server charges the order's own amount. */
function toPay() {
  const { amount, currency } = document.getElementById("pay-button")?.dataset ?? {};
  return { amount: Number(amount), currency: currency ?? "" };
}

/** The address of the bill: the one typed for it, else the parcel's. @param {FormData} data @param {string} [email] */
function billingDetails(data, email) {
  const field = (/** @type {string} */ name) => String(data.get(name) ?? "").trim();
  const prefix = ["full_name", "line1", "postcode", "town"].some((name) => field(`billing-${name}`)) ? "billing-" : "";
  return {
    name: field(`${prefix}full_name`),
    email: field("email") || email,
    address: {
      line1: field(`${prefix}line1`),
      city: field(`${prefix}town`),
      postal_code: field(`${prefix}postcode`),
      country: field(`${prefix}country`),
    },
  };
}

customElements.define("stripe-payment", StripePayment);
