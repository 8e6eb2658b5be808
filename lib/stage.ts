import { RetentionDays } from 'aws-cdk-lib/aws-logs';

export type Stage = {
  /** Names the stack `Parley-<name>` and the parameters `/parley/<name>/…`. */
  readonly name: string;
  /** Whether table, buckets and people outlive the stack. */
  readonly keepsData: boolean;
  readonly logRetention: RetentionDays;
  /** How long a mail stays in the bucket as it came in; what was read out of it stays with the conversation. */
  readonly rawMailDays: number;
  /** Gets every alarm; without it the alarms are only seen in CloudWatch. */
  readonly alarmEmail?: string;
  readonly mfa: 'optional' | 'required';
  /** A domain verified in SES. Without it no mail is received or sent. */
  readonly mail?: {
    readonly domain: string;
    /** Addresses, or the domain for all of its addresses. */
    readonly recipients: readonly string[];
  };
  /** Who judges mood and language: Amazon Comprehend, the code in the function, or the first only when the second is in doubt. */
  readonly analysis: 'comprehend' | 'embedded' | 'hybrid';
};

/** Every stage's settings, side by side. */
export const stages = {
  dev: {
    name: 'dev',
    keepsData: false,
    logRetention: RetentionDays.ONE_WEEK,
    rawMailDays: 7,
    mfa: 'optional',
    analysis: 'embedded',
  },
  production: {
    name: 'production',
    keepsData: true,
    logRetention: RetentionDays.THREE_MONTHS,
    rawMailDays: 90,
    mfa: 'required',
    analysis: 'hybrid',
  },
} as const satisfies Record<string, Stage>;
