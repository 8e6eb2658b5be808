import * as z from 'zod';

const $Text = z.string().trim().min(1).max(2000);
/** The same sentence by language, `en` or `en-GB`; a language that is missing hears the first one. */
export const $Spoken = z.record(z.string().regex(/^[a-z]{2,3}(-[A-Za-z]{2,4})?$/), $Text);
export type Spoken = z.infer<typeof $Spoken>;

const $Key = z.string().regex(/^[0-9]$/, 'one digit');

const $Choosable = z.object({
  /** In words, for the people who see the call afterwards. */
  name: z.string().trim().min(1).max(60),
  /** What a caller may say in place of pressing the key; the name counts too. */
  words: z.array(z.string().trim().min(1).max(60)).max(20).default([]),
});

const $VoiceChoice = z.union([
  /** Rings the agents of a queue. */
  $Choosable.extend({ queue: z.string().min(1) }),
  $Choosable.extend({
    get submenu() {
      return $VoiceMenu;
    },
  }),
  $Choosable.extend({ voicemail: z.literal(true) }),
  /** Hangs up and asks an agent to call. */
  $Choosable.extend({ callBack: z.literal(true) }),
  /** Says something, then offers the same menu again. */
  $Choosable.extend({ say: $Spoken }),
]);

/** What callers choose from. */
export const $VoiceMenu = z.object({
  /** Names the keys: "For invoices, press 1." */
  prompt: $Spoken,
  get keys(): z.ZodRecord<typeof $Key, typeof $VoiceChoice> {
    return z.record($Key, $VoiceChoice);
  },
});
export type VoiceMenu = z.infer<typeof $VoiceMenu>;
export type VoiceChoice = z.infer<typeof $VoiceChoice>;

const $Language = z.object({
  /** As the voices want it: `en-US`, `de-DE`. */
  tag: z.string().regex(/^[a-z]{2,3}-[A-Z]{2}$/, 'a language with its region, such as en-US'),
  /** The provider's name of a voice, such as `Polly.Joanna-Neural`. */
  voice: z.string().max(60).optional(),
  /** Where there are several: "For English, press 1." The key is the place in the list. */
  prompt: $Text.optional(),
});

const english = (text: string): Spoken => ({ en: text });

/** How calls to one number are answered; a business that sets nothing gets a working line in English. */
export const $VoiceSettings = z.object({
  /** Callers choose when there are several; at most nine, one for each key. */
  languages: z
    .array($Language)
    .min(1)
    .max(9)
    .default([{ tag: 'en-US' }]),
  greeting: $Spoken.default(english('Thank you for calling.')),
  /** Without one, calls ring at once in the connection's queue. */
  menu: $VoiceMenu.optional(),
  /** Failed tries at one menu before the call rings in the connection's queue. */
  menuTries: z.number().int().min(1).max(5).default(2),
  /** Always open without it. */
  hours: z.object({ calendarId: z.string().min(1) }).optional(),
  closed: $Spoken.default(english('We are closed at the moment.')),
  whenClosed: z.enum(['voicemail', 'call-back', 'goodbye']).default('voicemail'),
  connecting: $Spoken.default(english('We are connecting you. One moment, please.')),
  /** How long one agent's phone rings. */
  ringSeconds: z.number().int().min(5).max(60).default(20),
  /** Agents who are rung, one after the other. */
  agentsTried: z.number().int().min(1).max(10).default(3),
  /** Heard by the agent only, before the call is put through. */
  whisper: $Spoken.default(english('A customer is calling. Press 1 to take the call.')),
  unanswered: $Spoken.default(english('Nobody is free right now.')),
  whenUnanswered: z.enum(['voicemail', 'call-back', 'goodbye']).default('voicemail'),
  voicemail: $Spoken.default(english('Please leave a message after the tone.')),
  voicemailSeconds: z.number().int().min(10).max(600).default(120),
  callBackOffer: $Spoken.default(
    english('To be called back at the number you are calling from, press 1. Or stay on the line to leave a message.'),
  ),
  callBackPromise: $Spoken.default(english('We will call you back.')),
  goodbye: $Spoken.default(english('Goodbye.')),
  recording: z
    .object({
      /** Conversations with agents; voicemail is recorded in any case. */
      calls: z.boolean().default(false),
      /** Said before anything is recorded; many countries ask for consent. */
      announcement: $Spoken.default(english('This call is recorded.')),
      /** Away from the provider once we have our copy. */
      deletedAtProvider: z.boolean().default(true),
      /** `voicemail`: English and two minutes at most. `calls`: as they are spoken, in the caller's language. */
      transcribed: z.array(z.enum(['voicemail', 'calls'])).default([]),
    })
    .prefault({}),
});
export type VoiceSettings = z.infer<typeof $VoiceSettings>;

/** The sentence in a language: as written, else in the same primary language, else the first. */
export function inLanguage(spoken: Spoken, tag: string): string {
  const primary = tag.split('-')[0] ?? tag;
  const same = Object.entries(spoken).find(([language]) => language.split('-')[0] === primary);
  return spoken[tag] ?? same?.[1] ?? Object.values(spoken)[0] ?? '';
}
