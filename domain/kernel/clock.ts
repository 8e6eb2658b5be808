/** The time now. Passed in, so that a test or the local system can move it. */
export type Clock = () => Date;

/** An instant as ISO 8601 in UTC with milliseconds, so that text order is time order. */
export type Instant = string;

export const instant = (date: Date): Instant => date.toISOString();

export const secondsOf = (at: Instant): number => Math.floor(Date.parse(at) / 1000);
