export const element = (id) => document.getElementById(id);

/** An element with properties and children; `data` becomes attributes. */
export function make(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

export function say(words) {
  element('said').textContent = words;
}

/** Does what a control asks, which rests meanwhile, and says how it went. */
export async function during(control, work) {
  control.disabled = true;
  try {
    say(await work());
  } catch (error) {
    say(`That did not work: ${error.message}`);
  } finally {
    control.disabled = false;
  }
}

/** Marks the link of what is shown. */
export function markCurrent(link, isCurrent) {
  if (isCurrent) link.setAttribute('aria-current', 'true');
  return link;
}
