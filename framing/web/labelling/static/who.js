// The page that asks who judges: the name that this browser knows stands there already.

import { annotator, rememberAnnotator } from "/static/common.js";

const field = document.querySelector("#name");
field.value = annotator();
field.form.addEventListener("submit", () => rememberAnnotator(field.value));
