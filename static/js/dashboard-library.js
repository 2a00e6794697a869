// The dashboard's choice of a picture of the library: with the pictures, which Oscar's own look-up leaves out.
jQuery(($) => {
  const shown = (item) => {
    if (!item.picture) return item.text;
    const line = $("<span>").css({ display: "flex", gap: "0.75rem", alignItems: "center" });
    const picture = $("<img>", { src: item.picture, alt: "", width: 56, height: 56, loading: "lazy" }).css("object-fit", "cover");
    return line.append(picture, $("<span>").text(item.text));
  };
  $("select[data-library]").each((_number, select) => {
    $(select).select2({
      ajax: {
        url: $(select).data("ajax-url"),
        dataType: "json",
        delay: 150,
        data: ({ term, page }) => ({ q: term, page: page || 1 }),
      },
      allowClear: true,
      placeholder: "",
      templateResult: shown,
      templateSelection: shown,
      width: "100%",
    });
  });
});
