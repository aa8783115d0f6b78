// The questions as groups of buttons, each with its key.

import { element } from "/static/common.js";
import { JUDGEMENTS } from "./keys.js";

export const TITLES = {
  voice: "Who answers for it?",
  editorial: "Do the outlet’s own words frame it?",
  devices: "How?",
  charged: "Is the wording loaded?",
  confidence: "How sure are you?",
};

/** Buttons for what `form` asks, in `root`; `onanswer(question, value)` and `onmark(device)` are told of each press. */
export class Questions {
  constructor(root, form, onanswer, onmark) {
    this.buttons = [];
    this.groups = new Map();
    for (const question of [...form.questions, "confidence"]) {
      const buttons = question === "devices" ? this.#devices(form.devices, onmark) : this.#choices(question, onanswer);
      const title = element("p", { class: "label", id: `title-${question}` }, TITLES[question]);
      if (question === "confidence") title.append(" ", element("small", {}, "optional"));
      const group = element("div", { role: "group", class: `group ${question}`, "aria-labelledby": title.id });
      group.append(title, element("div", { class: "choices" }, ...buttons));
      this.groups.set(question, group);
    }
    root.replaceChildren(...this.groups.values());
  }

  /** Show the answers given, and which question comes next. */
  show(answers) {
    for (const { button, question, value } of this.buttons) {
      const given = question === "devices" ? answers.devices.some((one) => one.device === value) : answers[question] === value;
      button.setAttribute("aria-pressed", given);
    }
    for (const [question, group] of this.groups) group.classList.toggle("next", question === answers.next);
    const devices = this.groups.get("devices");
    // Room on a small screen: devices are asked of editorial sentences only. Their keys work all the same.
    if (devices) devices.hidden = answers.editorial !== 1;
  }

  #choices(question, onanswer) {
    return JUDGEMENTS.filter((one) => one.question === question).map(({ key, value, name, meaning }) =>
      this.#button(question, value, key.toUpperCase(), name, meaning, () => onanswer(question, value)),
    );
  }

  #devices(devices, onmark) {
    return devices.map(({ device, name, meaning }, i) =>
      this.#button("devices", device, String(i + 1), name, meaning, () => onmark(device)),
    );
  }

  #button(question, value, key, name, meaning, onpress) {
    // The second click of a double click would answer for a sentence that nobody has read.
    const onclick = (event) => event.detail > 1 || onpress();
    const words = [element("span", { class: "name" }, name), element("small", {}, meaning), element("kbd", {}, key)];
    const shortcut = key.toLowerCase();
    const button = element(
      "button",
      { type: "button", class: "choice plain", "aria-pressed": "false", "aria-keyshortcuts": shortcut, onclick },
      ...words,
    );
    this.buttons.push({ button, question, value });
    return button;
  }
}
