const twoDigits = (number: number): string => String(number).padStart(2, '0');

/** The form `datetime-local` wants: the agent's own time zone, no offset. */
export const localInput = (at: Date): string =>
  `${at.getFullYear()}-${twoDigits(at.getMonth() + 1)}-${twoDigits(at.getDate())}T${twoDigits(at.getHours())}:${twoDigits(at.getMinutes())}`;
