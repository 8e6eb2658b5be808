import * as z from 'zod';
import { Refusal } from '#domain/kernel/refusal.ts';

/** SNS to Lambda: each `Sns.Message` is itself a JSON string. */
const $SnsEvent = z.object({ Records: z.array(z.object({ Sns: z.object({ Message: z.string() }) })).min(1) });
/** SNS to SQS to Lambda: the body is the SNS envelope as JSON, or the bare message with raw delivery. */
const $SqsEvent = z.object({ Records: z.array(z.object({ body: z.string() })).min(1) });
const $SnsEnvelope = z.object({ Type: z.literal('Notification'), Message: z.string() });

const $Timestamp = z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString());

/** PASS, FAIL, GRAY, PROCESSING_FAILED or DISABLED. */
const $Verdict = z.object({ status: z.string() }).optional();

const $Mail = z.object({
  timestamp: $Timestamp,
  /** Received: the envelope sender, empty for a bounce. Feedback: our own address. */
  source: z.string().default(''),
  messageId: z.string().min(1).max(250),
  /** Only on events of a configuration set. */
  tags: z.record(z.string(), z.array(z.string())).optional(),
});

const $Received = z.object({
  event: z.literal('Received'),
  mail: $Mail,
  receipt: z.object({
    timestamp: $Timestamp,
    /** The envelope recipients that the rule matched: the only place where Bcc and aliases appear. */
    recipients: z.array(z.string()).min(1),
    spamVerdict: $Verdict,
    virusVerdict: $Verdict,
    spfVerdict: $Verdict,
    dkimVerdict: $Verdict,
    dmarcVerdict: $Verdict,
    dmarcPolicy: z.string().optional(),
    action: z.object({
      type: z.string(),
      bucketName: z.string().optional(),
      objectKey: z.string().optional(),
      encoding: z.string().optional(),
    }),
  }),
  /** The mail itself, when the rule's action is SNS instead of S3 (mail up to 150 KB). */
  content: z.string().optional(),
});

const $Recipient = z.object({
  emailAddress: z.string(),
  action: z.string().optional(),
  status: z.string().optional(),
  diagnosticCode: z.string().optional(),
});

const $Bounce = z.object({
  event: z.literal('Bounce'),
  mail: $Mail,
  bounce: z.object({
    bounceType: z.string(),
    bounceSubType: z.string().default(''),
    bouncedRecipients: z.array($Recipient),
    timestamp: $Timestamp,
  }),
});

const $Complaint = z.object({
  event: z.literal('Complaint'),
  mail: $Mail,
  complaint: z.object({
    complainedRecipients: z.array($Recipient),
    complaintFeedbackType: z.string().nullish(),
    timestamp: $Timestamp,
  }),
});

const $Delivery = z.object({
  event: z.literal('Delivery'),
  mail: $Mail,
  delivery: z.object({ recipients: z.array(z.string()), timestamp: $Timestamp }),
});

const $DeliveryDelay = z.object({
  event: z.literal('DeliveryDelay'),
  mail: $Mail,
  deliveryDelay: z.object({
    delayType: z.string().default(''),
    delayedRecipients: z.array($Recipient),
    timestamp: $Timestamp,
  }),
});

const $Reject = z.object({ event: z.literal('Reject'), mail: $Mail });
const $RenderingFailure = z.object({ event: z.literal('Rendering Failure'), mail: $Mail });

/** Events that say nothing about delivery. Opens are counted by proxies (Apple, Gmail), so they do not mean "read". */
const $Unkept = z.object({
  event: z.enum(['Send', 'Open', 'Click', 'Subscription', 'AmazonSnsSubscriptionSucceeded']),
});

/**
 * What SES tells about mail, received or sent. Identity feedback names its kind in `notificationType`, a configuration set
 * in `eventType`; here both are `event`.
 */
const $SesNotification = z.discriminatedUnion('event', [
  $Received,
  $Bounce,
  $Complaint,
  $Delivery,
  $DeliveryDelay,
  $Reject,
  $RenderingFailure,
  $Unkept,
]);
type SesNotification = z.infer<typeof $SesNotification>;
export type Received = z.infer<typeof $Received>;
export type Feedback = Exclude<SesNotification, Received | z.infer<typeof $Unkept>>;

const $Kind = z.looseObject({ eventType: z.string().optional(), notificationType: z.string().optional() });

/** SES proves a new event destination with this line, which is not JSON. */
const setUpNotice = 'Successfully validated SNS topic';

/** The notification in a JSON text, which may still wear the SNS envelope; anything else is refused. */
export const readNotification = (text: string): SesNotification => {
  if (text.startsWith(setUpNotice)) return { event: 'AmazonSnsSubscriptionSucceeded' };
  const json = parseJson(text);
  const envelope = $SnsEnvelope.safeParse(json);
  if (envelope.success) return readNotification(envelope.data.Message);

  const kind = $Kind.safeParse(json);
  const event = kind.data?.eventType ?? kind.data?.notificationType;
  const notification = $SesNotification.safeParse({ ...kind.data, event });
  if (notification.success) return notification.data;
  const path = notification.error.issues[0]?.path.join('.') ?? '';
  throw new Refusal('invalid', 'not a notification of Amazon SES as documented', { path });
};

/** The notifications, still as text, that an SNS or SQS event brought to a function. */
export const notificationTextsIn = (event: unknown): readonly string[] => {
  const sns = $SnsEvent.safeParse(event);
  if (sns.success) return sns.data.Records.map((record) => record.Sns.Message);
  const sqs = $SqsEvent.safeParse(event);
  if (sqs.success) return sqs.data.Records.map((record) => record.body);
  throw new Refusal('invalid', 'neither an SNS nor an SQS event; it would have Records with Sns.Message or body');
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal('invalid', 'not JSON; Amazon SES notifications are JSON objects');
  }
};
