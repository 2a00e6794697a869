// In /cms/: a list of choosers gets a button whose dialog chooses several things at once.
(() => {
  const { ListBlockDefinition } = window.wagtailStreamField.blocks;

  // Wagtail's dialog, except that what was ticked stays chosen while one searches on or turns the page.
  class SeveralHandlers extends window.ChooserModalOnloadHandlerFactory {
    constructor(chosen, heading) {
      super();
      this.chosen = chosen;
      this.heading = heading;
    }

    // One types at once; the dialog, when it has come in, would take the focus to itself.
    onLoadChooseStep(modal) {
      super.onLoadChooseStep(modal);
      const search = modal.body[0].querySelector(this.searchInputSelectors[0]);
      search.focus();
      modal.container.one("shown.bs.modal", () => search.focus());
    }

    ajaxifyLinks(modal, results) {
      const dialog = modal.body[0];
      this.showKept(dialog);
      super.ajaxifyLinks(modal, results);
      for (const box of dialog.querySelectorAll("#search-results [data-multiple-choice-select]")) {
        box.addEventListener("change", () => {
          if (box.checked) this.chosen.set(box.value, dialog.querySelector(`label[for="${box.id}"]`).textContent.trim());
          else this.chosen.delete(box.value);
        });
      }
    }

    // Above the results: what was ticked and is not among them.
    showKept(dialog) {
      dialog.querySelector(".shop-kept")?.remove();
      const boxes = new Map();
      for (const box of dialog.querySelectorAll("[data-multiple-choice-select]")) boxes.set(box.value, box);
      const kept = document.createElement("fieldset");
      kept.className = "shop-kept";
      kept.append(Object.assign(document.createElement("legend"), { textContent: this.heading }));
      for (const [id, title] of this.chosen) {
        const box = boxes.get(id);
        if (box) box.checked = true;
        else kept.append(this.keptBox(dialog, id, title));
      }
      if (kept.children.length > 1) dialog.querySelector("#search-results").before(kept);
    }

    keptBox(dialog, id, title) {
      const box = Object.assign(document.createElement("input"), { type: "checkbox", name: "id", value: id, checked: true });
      box.dataset.multipleChoiceSelect = "";
      box.addEventListener("change", () => {
        if (box.checked) this.chosen.set(id, title);
        else this.chosen.delete(id);
        this.updateMultipleChoiceSubmitEnabledState({ body: window.jQuery(dialog) });
      });
      const label = document.createElement("label");
      label.append(box, ` ${title}`);
      return label;
    }
  }

  class ChosenListBlockDefinition extends ListBlockDefinition {
    render(placeholder, prefix, initialState, initialError) {
      const list = super.render(placeholder, prefix, initialState, initialError);
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button-small button-secondary shop-several";
      button.textContent = this.meta.several.label;
      button.addEventListener("click", () => this.choose(list, button));
      list.container[0].append(button);
      return list;
    }

    choose(list, button) {
      const { field, elsewhere } = this.meta.several;
      const chooser = field ? this.childBlockDef.childBlockDefs.find(({ name }) => name === field) : this.childBlockDef;
      const chosen = new Map();
      window.ModalWorkflow({
        url: chooser.widget.opts.modalUrl,
        urlParams: { multiple: 1 },
        triggerElement: button, // which has the focus again afterwards
        onload: new SeveralHandlers(chosen, elsewhere).getOnLoadHandlers(),
        responses: { chosen: (things) => this.add(list, things, [...chosen.keys()]) },
      });
    }

    // In the order in which they were ticked, empty places first, and nothing twice.
    add(list, things, order) {
      const { field } = this.meta.several;
      const place = (child) => (field ? child.block.childBlocks[field] : child.block);
      const value = (child) => String(place(child).getValue() || "");
      things.sort((one, other) => order.indexOf(one.id) - order.indexOf(other.id));
      for (const thing of things) {
        if (list.children.some((child) => value(child) === thing.id)) continue;
        const empty = list.children.find((child) => !value(child));
        if (empty) place(empty).setState(thing);
        else list.insert(field ? { ...this.initialChildState, [field]: thing } : thing, list.children.length);
      }
    }
  }

  window.telepath.register("shop.cms.ChosenListBlock", ChosenListBlockDefinition);
})();
