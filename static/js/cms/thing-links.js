// In /cms/: links from running text to products and categories, chosen as blocks choose them and kept by id.
(() => {
  const { draftail, React } = window;

  class ThingSource extends draftail.DocumentModalWorkflowSource {
    getChooserConfig() {
      return {
        url: this.props.entityType.chooserUrl,
        urlParams: {},
        onload: new window.ChooserModalOnloadHandlerFactory().getOnLoadHandlers(),
        responses: { chosen: this.onChosen },
      };
    }

    filterEntityData(data) {
      return { id: data.id, title: data.title, url: data.url };
    }
  }

  const decorator = (icon) =>
    function Thing(props) {
      const { title, url } = props.contentState.getEntity(props.entityKey).getData();
      const drawn = React.createElement(window.wagtail.components.Icon, { name: icon });
      return React.createElement(draftail.TooltipEntity, { ...props, icon: drawn, label: title || "?", url: url || "" });
    };

  draftail.registerPlugin({ type: "PRODUCT_LINK", source: ThingSource, decorator: decorator("tag") }, "entityTypes");
  draftail.registerPlugin({ type: "CATEGORY_LINK", source: ThingSource, decorator: decorator("folder-open-inverse") }, "entityTypes");
})();
