// Has the browser keep the page that it shows while the network is away, once this page has loaded.
const register = () => navigator.serviceWorker.register("/service-worker.js").catch(() => {});
if ("serviceWorker" in navigator) {
  if (document.readyState === "complete") register();
  else window.addEventListener("load", register, { once: true });
}
