import type { Customer } from './customer.ts';

const union = <One>(some: readonly One[], others: readonly One[]): One[] => {
  const known = new Set(some.map((one) => JSON.stringify(one)));
  return [...some, ...others.filter((one) => !known.has(JSON.stringify(one)))];
};

/** `into` with all that is known of `from`. Whoever asked not to be written to keeps being heard. */
export const mergedCustomer = (from: Customer, into: Customer): Customer => ({
  ...into,
  revision: (into.revision ?? 0) + 1,
  identities: union(into.identities, from.identities),
  optedOut: union(into.optedOut, from.optedOut),
  noMarketing: union(into.noMarketing ?? [], from.noMarketing ?? []),
  mergedFrom: union(into.mergedFrom ?? [], [from.id, ...(from.mergedFrom ?? [])]),
});
