/** `$.` may stand in front; then names and `[n]`: `data.customer.email`, `items[0].url`, `["odd name"].x` is not supported. */
const path = /^(?:\$\.?)?[\w-]+(?:\[\d{1,4}\])*(?:\.[\w-]+(?:\[\d{1,4}\])*)*$/;

export const isJsonPath = (text: string): boolean => text.length <= 200 && path.test(text);

/** What the path leads to, or undefined where it ends before. Only an object's own names count. */
export function valueAt(value: unknown, jsonPath: string): unknown {
  const steps = jsonPath.replace(/^\$\.?/, '').match(/[\w-]+/g) ?? [];
  let found: unknown = value;
  for (const step of steps) found = stepInto(found, step);
  return found;
}

function stepInto(value: unknown, step: string): unknown {
  if (Array.isArray(value)) return /^\d+$/.test(step) ? value[Number(step)] : undefined;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
  return Object.entries(value).find(([name]) => name === step)?.[1];
}
