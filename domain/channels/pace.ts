/** Counts one more message that a connection sends in this second; how many that makes. */
export type Pace = (connectionId: string, at: Date) => Promise<number>;
