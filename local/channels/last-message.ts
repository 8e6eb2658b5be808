/** The last message of each customer, which an edit, a reaction or a deletion is about that names no other. */
type LastMessages = {
  /** Hands the id back. */
  readonly note: (customer: string | undefined, id: string) => string;
  readonly of: (customer: string | undefined) => string;
};

/** Remembers what stand-in customers sent last; forgotten with the process. */
export function lastMessages(): LastMessages {
  const ids = new Map<string, string>();
  return {
    note: (customer = '', id) => {
      ids.set(customer, id);
      return id;
    },
    of: (customer = '') => ids.get(customer) ?? '',
  };
}
