// What the shop sees of Stripe's script. `stripeSays` and `stripeConfirms` are the test's: what was called with what, and what the
// bank answers; `wallet` is what the wallet's sheet holds.
window.Stripe = (key) => {
  const say = (call, ...rest) => window.stripeSays(call, JSON.parse(JSON.stringify(rest)));
  say("Stripe", key);
  const card = document.createElement("input");
  return {
    elements(options) {
      say("elements", options);
      return {
        create(kind, settings) {
          say("create", kind, settings);
          const heard = {};
          return {
            on(event, handler) { heard[event] = handler; return this; },
            mount(place) {
              if (kind === "payment") {
                card.setAttribute("aria-label", "Card number");
                place.append(card);
                return;
              }
              const button = document.createElement("button");
              button.type = "button";
              button.textContent = "Apple Pay";
              button.onclick = async () => {
                const step = (name, event) =>
                  new Promise((resolve, reject) => heard[name]({ ...event, resolve, reject: () => reject(name) }));
                const wallet = window.wallet;
                const paymentFailed = ({ reason }) => (button.textContent = `Apple Pay: ${reason}`);
                let sheet = await step("click", { expressPaymentType: "apple_pay" });
                try {
                  sheet = await step("shippingaddresschange", { address: wallet.shippingAddress.address, name: "" });
                } catch (refused) {
                  button.textContent = `Apple Pay: ${refused} refused`;
                  return;
                }
                say("sheet", sheet);
                const shippingRate = sheet.shippingRates.at(-1);
                say("sheet", await step("shippingratechange", { shippingRate }));
                heard.confirm({ ...wallet, shippingRate, paymentFailed });
              };
              place.append(button);
              setTimeout(() => heard.ready({ availablePaymentMethods: { applePay: true } }));
            },
          };
        },
        update({ amount }) { card.placeholder = amount; },
        async submit() {
          return card.isConnected && !card.value && !window.wallet ? { error: { message: "Your card number is incomplete." } } : {};
        },
      };
    },
    async confirmPayment({ elements, ...options }) {
      const problem = await window.stripeConfirms(card.value, options);
      if (problem) return { error: { message: problem } };
      location.assign(`${options.confirmParams.return_url}?payment_intent=pi_1&redirect_status=succeeded`);
      return new Promise(() => {});
    },
  };
};
