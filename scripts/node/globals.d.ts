// What other scripts put on the page.
import type { StripeConstructor } from "@stripe/stripe-js";

declare global {
  interface Window {
    Stripe?: StripeConstructor;
    htmx?: { process(element: Element): void };
  }
}
