// Stripe's Express Checkout Element on top of the checkout: the wallet knows contact, address and card, the shop says what it costs.
// Shown only where this browser has a wallet. The order is placed by the checkout's own form post, with what the wallet filled in.
import { placeOrder } from "./order-placing.js";
import { appearance, formOf, loadStripe, requestFailed, say } from "./stripe-loader.js";
/** @import { LineItem, ShippingRate, Stripe, StripeElements, StripeExpressCheckoutElementConfirmEvent, StripeExpressCheckoutElementShippingAddressChangeEvent, StripeExpressCheckoutElementShippingRateChangeEvent } from "@stripe/stripe-js" */

/** @typedef {StripeExpressCheckoutElementConfirmEvent} ConfirmEvent */
/** @typedef {StripeExpressCheckoutElementShippingAddressChangeEvent} AddressEvent */
/** @typedef {StripeExpressCheckoutElementShippingRateChangeEvent} RateEvent */
/** @typedef {{ country?: string, method_code?: string }} Chosen */
/**
 * What the shop answers, in minor units.
 * @typedef {{ country: string, amount: number, currency: string, total_seen: string,
 *   rates: ShippingRate[], lines: LineItem[] }} Quote
 */

class StripeWallets extends HTMLElement {
  async connectedCallback() {
    try {
      const [stripe, quote] = await Promise.all([loadStripe(this.dataset.key ?? ""), this.ask({})]);
      if (quote.amount) this.mount(stripe, quote);
    } catch {
      // The form below sells as well.
    }
  }

  /** @param {Stripe} stripe @param {Quote} quote */
  mount(stripe, quote) {
    const elements = stripe.elements({ mode: "payment", amount: quote.amount, currency: quote.currency, appearance: appearance() });
    const wallets = elements.create("expressCheckout", {
      emailRequired: true,
      shippingAddressRequired: true,
      allowedShippingCountries: (this.dataset.countries ?? "").trim().split(" "),
      shippingRates: quote.rates,
      lineItems: quote.lines,
      buttonHeight: 48,
    });
    const renew = async (/** @type {Chosen} */ chosen) => {
      quote = await this.ask(chosen);
      if (quote.amount) elements.update({ amount: quote.amount });
    };
    const change = async (/** @type {AddressEvent | RateEvent} */ event, /** @type {Chosen} */ chosen) => {
      try {
        await renew(chosen);
      } catch {
        return event.reject();
      }
      if (!quote.rates.length) return event.reject(); // nothing is delivered there
      event.resolve({ lineItems: quote.lines, shippingRates: quote.rates });
    };
    wallets.on("ready", ({ availablePaymentMethods }) => (this.hidden = !availablePaymentMethods));
    wallets.on("click", (event) => event.resolve({ lineItems: quote.lines, shippingRates: quote.rates }));
    wallets.on("shippingaddresschange", (event) => change(event, { country: event.address.country }));
    wallets.on("shippingratechange", (event) => change(event, { country: quote.country, method_code: event.shippingRate.id }));
    wallets.on("confirm", (event) => this.pay(event, stripe, elements, quote));
    // The sheet was closed, or a voucher changed the sum: what the page begins with counts again.
    wallets.on("cancel", () => renew({}).catch(() => (this.hidden = true)));
    document.body.addEventListener("basket-changed", () => renew({}).catch(() => (this.hidden = true)));
    wallets.mount(/** @type {HTMLElement} */ (this.querySelector("[data-element]")));
  }

  /**
   * What it costs to a country by a delivery method; by default what the page begins with.
   * @param {Chosen} chosen @returns {Promise<Quote>}
   */
  async ask(chosen) {
    const response = await fetch(`${this.dataset.quote}?${new URLSearchParams({ ...chosen })}`, { headers: { "HX-Request": "true" } });
    if (!response.headers.get("Content-Type")?.startsWith("application/json")) throw new Error(`${response.status}`);
    return response.json();
  }

  /**
   * @param {ConfirmEvent} event @param {Stripe} stripe
   * @param {StripeElements} elements @param {Quote} quote
   */
  async pay(event, stripe, elements, quote) {
    say(this, "");
    const { error } = await elements.submit();
    if (error) {
      say(this, error.message);
      return event.paymentFailed({ reason: "fail" });
    }
    let placed;
    try {
      placed = await placeOrder(formOf(this), this.filled(event, quote));
    } catch {
      say(this, requestFailed());
      return event.paymentFailed({ reason: "fail" });
    }
    if (!placed) return event.paymentFailed({ reason: "invalid_shipping_address" }); // the page says why, next to the field
    await stripe.confirmPayment({ elements, clientSecret: placed.client_secret, confirmParams: { return_url: placed.payment_url } });
    // Only a problem comes back; the order stands, and its own page goes on.
    location.assign(placed.payment_url);
  }

  /** The checkout's form as the wallet fills it in. @param {ConfirmEvent} event @param {Quote} quote */
  filled({ shippingAddress, billingDetails, shippingRate }, quote) {
    const address = shippingAddress?.address;
    const token = new FormData(formOf(this)).get("csrfmiddlewaretoken");
    const data = new FormData();
    const fields = {
      csrfmiddlewaretoken: String(token),
      email: billingDetails?.email,
      full_name: shippingAddress?.name,
      line1: address?.line1,
      line2: address?.line2,
      town: address?.city,
      postcode: address?.postal_code,
      country: address?.country,
      method_code: shippingRate?.id,
      total_seen: quote.total_seen,
    };
    for (const [name, value] of Object.entries(fields)) data.set(name, value ?? "");
    return data;
  }
}

customElements.define("stripe-wallets", StripeWallets);
