// Sends the checkout's form without leaving the page, so that Stripe's frames keep what was typed into them.

/**
 * Places the order. Answers with what confirms its payment; with nothing when the form was refused, which the page then shows, or when
 * the browser is on its way to another page.
 * @param {HTMLFormElement} form @param {FormData} data
 * @returns {Promise<{client_secret: string, payment_url: string} | undefined>}
 */
export async function placeOrder(form, data) {
  const response = await fetch(form.action, { method: "POST", body: data, headers: { "HX-Request": "true" } });
  const target = response.headers.get("HX-Redirect");
  if (target) {
    location.assign(target);
    return new Promise(() => {}); // the page is being left
  }
  if (response.headers.get("Content-Type")?.startsWith("application/json")) return response.json();
  if (response.status >= 500 || response.status === 403) throw new Error(`${response.status}`);
  showRefusal(new DOMParser().parseFromString(await response.text(), "text/html"));
}

/** @param {Document} answer the checkout as the server sees it, with its errors */
function showRefusal(answer) {
  for (const part of document.querySelectorAll("[data-answer]")) {
    const fresh = answer.getElementById(part.id);
    if (!fresh) continue;
    part.replaceWith(document.adoptNode(fresh));
    window.htmx?.process(fresh);
  }
  /** @type {HTMLElement | null} */ (document.querySelector("#checkout-problems [role=alert]"))?.focus();
}
