// Stripe.js, loaded once and only from Stripe (it is never self-hosted), and how its frames are to look.
// Its release train ("endive") is that of the API version which the server's SDK pins.
/** @import { Appearance, Stripe, StripeConstructor } from "@stripe/stripe-js" */
const STRIPE_JS = "https://js.stripe.com/endive/stripe.js";

/** @type {Promise<StripeConstructor> | undefined} */
let loading;

/** @param {string} key the publishable key @returns {Promise<Stripe>} */
export async function loadStripe(key) {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = STRIPE_JS;
    script.onload = () => (window.Stripe ? resolve(window.Stripe) : reject(new Error("Stripe.js is not what it was")));
    script.onerror = () => reject(new Error("Stripe.js did not load"));
    document.head.append(script);
  });
  const Stripe = await loading;
  return Stripe(key);
}

/** @returns {Appearance} */
export function appearance() {
  const page = getComputedStyle(document.body);
  return {
    theme: matchMedia("(prefers-color-scheme: dark)").matches ? "night" : "stripe",
    variables: {
      colorBackground: page.backgroundColor,
      colorText: page.color,
      fontFamily: page.fontFamily,
      borderRadius: page.getPropertyValue("--radius").trim() || "8px",
    },
  };
}

/**
 * Shows a problem, or takes it away. @param {Element} element holds [data-problem] @param {string | undefined} text
 */
export function say(element, text) {
  const place = element.querySelector("[data-problem]");
  place?.replaceChildren();
  if (!text) return;
  const words = document.createElement("span");
  words.textContent = text;
  place?.append(words);
}

/** What every failed request is answered with. */
export const requestFailed = () =>
  /** @type {HTMLTemplateElement | null} */ (document.querySelector("#request-failed"))?.content.textContent?.trim() ?? "";

/** @param {Element} element @returns {HTMLFormElement} */
export const formOf = (element) => /** @type {HTMLFormElement} */ (element.closest("form"));
