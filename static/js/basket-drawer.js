// A plain press on the header's basket link brings the basket beside the page, in a dialog (opened-dialog.js); any other press, and
// one on the basket's own page, follows the link.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-drawer]");
  const plain = !event.defaultPrevented && event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!link || !plain || !window.htmx || link.pathname === location.pathname) return;
  event.preventDefault();
  window.htmx.ajax("GET", link.dataset.drawer, { target: "#overlay", swap: "innerHTML" });
});
