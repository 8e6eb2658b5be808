/**
 * Makes an id out of what it is the id of: 26 characters `[a-z2-7]`, the same for the same source.
 * Ids that do not depend on chance make a second delivery write the same thing instead of another one.
 */
export type IdFrom = (...source: readonly string[]) => string;
