/** What kind of rule a request broke; each kind is answered with one HTTP status, in `functions/middleware/problem.ts`. */
export type RefusalKind = 'invalid' | 'unauthenticated' | 'forbidden' | 'not-found' | 'conflict' | 'too-large';

/**
 * A request that a rule refuses. Everything else that is thrown is an outage or a defect: it fails, is retried and alarmed on.
 * The message says what was wrong, the value, and what would be right; it never holds customer text, an address or a secret.
 */
export class Refusal extends Error {
  readonly kind: RefusalKind;
  /** Facts for the caller's program, beside the sentence for people: the unseen message, the path of a bad field. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(kind: RefusalKind, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = 'Refusal';
    this.kind = kind;
    this.details = details;
  }
}
