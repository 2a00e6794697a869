// In the dashboard: Oscar starts TinyMCE without naming the licence that its open version is used under, and TinyMCE complains.
window.tinymce?.overrideDefaults({ license_key: "gpl" });
