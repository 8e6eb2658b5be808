type Payload = Record<string, unknown> & { readonly uid?: string; readonly grantId?: string };
type Entry = { payload: Payload; readonly expiresAt: number };

/** Keeps sessions and grants in memory, in the form in which oidc-provider asks for them; one per kind of model. */
export class MemoryAdapter {
  readonly #entries = new Map<string, Entry>();

  async upsert(id: string, payload: Payload, expiresInSeconds?: number): Promise<void> {
    const expiresAt = expiresInSeconds === undefined ? Number.POSITIVE_INFINITY : Date.now() + expiresInSeconds * 1000;
    this.#entries.set(id, { payload, expiresAt });
  }

  async find(id: string): Promise<Payload | undefined> {
    const entry = this.#entries.get(id);
    if (entry && entry.expiresAt > Date.now()) return entry.payload;
    this.#entries.delete(id);
    return undefined;
  }

  async findByUid(uid: string): Promise<Payload | undefined> {
    const [id] = [...this.#entries].find(([, { payload }]) => payload.uid === uid) ?? [];
    return id === undefined ? undefined : this.find(id);
  }

  /** There is no device flow here. */
  async findByUserCode(): Promise<undefined> {
    return undefined;
  }

  async consume(id: string): Promise<void> {
    const entry = this.#entries.get(id);
    if (entry) entry.payload = { ...entry.payload, consumed: Math.floor(Date.now() / 1000) };
  }

  async destroy(id: string): Promise<void> {
    this.#entries.delete(id);
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    for (const [id, { payload }] of this.#entries) if (payload.grantId === grantId) this.#entries.delete(id);
  }
}
