// The modules of the page's elements, asked for once it has been painted: what one looks at comes first. Until they have come
// everything works as it does without script. What only some pages hold is asked for where it stands.
const OF_SOME_PAGES = {
  "photo-gallery": () => import("./photo-gallery.js"),
  "film-player": () => import("./film-player.js"),
  "delivery-estimate": () => import("./delivery-estimate.js"),
  "share-link": () => import("./share-link.js"),
  "product-listing": () => import("./product-listing.js"),
  "cookie-notice": () => import("./cookie-notice.js"),
  "hero-film": () => import("./hero-film.js"),
  "count-down": () => import("./count-down.js"),
  "recently-viewed": () => import("./recently-viewed.js"),
};

const OF_EVERY_PAGE = [
  () => import("./personal-header.js"),
  () => import("./mega-menu.js"),
  () => import("./toast-alert.js"),
  () => import("./opened-dialog.js"),
  () => import("./basket-drawer.js"),
  () => import("./quantity-stepper.js"),
  () => import("./field-check.js"),
  () => import("./wide-details.js"),
  () => import("./offline-page.js"),
];

// Suggestions are for those who search: asked for when somebody comes near a field, or a button that opens what holds one.
function suggest({ target }) {
  if (target.closest?.("search-suggest, [popovertarget]")) import("./search-suggest.js").catch(() => {});
}
for (const nearing of ["pointerover", "focusin", "keydown"]) addEventListener(nearing, suggest, { passive: true });

async function start() {
  const here = Object.keys(OF_SOME_PAGES).filter((name) => document.querySelector(name));
  await Promise.allSettled([...OF_EVERY_PAGE, ...here.map((name) => OF_SOME_PAGES[name])].map((load) => load()));
  document.documentElement.dataset.script = "ready"; // for those who drive the page, such as the tests
}

// A page that nobody looks at is not painted.
if (document.hidden) start();
else requestAnimationFrame(() => setTimeout(start));
