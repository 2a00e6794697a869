// In /cms/: choosers in a form show picture and facts of what was chosen. All of a form's ask once, together.
(() => {
  const waiting = new Map(); // by address, the choosers that want to know

  async function ask(address) {
    const choosers = waiting.get(address);
    waiting.delete(address);
    const wanted = new URL(address, window.location.origin);
    for (const id of new Set(choosers.map((chooser) => chooser.getValue()))) {
      if (id) wanted.searchParams.append("id", id);
    }
    const answer = await fetch(wanted, { headers: { "X-Requested-With": "XMLHttpRequest" } });
    if (!answer.ok) return; // the names stand there
    const things = await answer.json();
    for (const chooser of choosers) chooser.show(things[chooser.getValue()]);
  }

  const Showing = (Chooser) =>
    class extends Chooser {
      constructor(id, opts) {
        super(id, opts);
        this.icon = this.picture.innerHTML;
        if (this.state) this.want();
      }

      initHTMLElements(id) {
        super.initHTMLElements(id);
        this.picture = this.chooserElement.querySelector("[data-shop-picture]");
        this.facts = this.chooserElement.querySelector("[data-shop-facts]");
      }

      renderState(state) {
        super.renderState(state);
        this.show();
        this.want();
      }

      want() {
        const address = this.opts.shownUrl;
        if (!waiting.has(address)) {
          waiting.set(address, []);
          setTimeout(() => ask(address).catch(() => {}));
        }
        waiting.get(address).push(this);
      }

      show(thing) {
        this.picture.innerHTML = thing?.picture || this.icon;
        this.facts.textContent = thing?.facts ?? "";
      }
    };

  if (window.Chooser) window.ShopChooser = Showing(window.Chooser);
  const Factory = window.telepath?.constructors["wagtail.admin.widgets.Chooser"];
  if (Factory) {
    window.telepath.register(
      "shop.cms.Chooser",
      class extends Factory {
        widgetClass = Showing(this.widgetClass);
      },
    );
  }
})();
