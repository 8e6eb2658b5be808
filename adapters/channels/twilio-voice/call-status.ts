const final: readonly string[] = ['completed', 'busy', 'no-answer', 'canceled', 'failed'];

/** Is a call with this `CallStatus` over? https://www.twilio.com/docs/voice/api/call-resource#call-status-values, read 2026-11-22. */
export const isOver = (callStatus: string | null | undefined): boolean => final.includes(callStatus ?? '');
