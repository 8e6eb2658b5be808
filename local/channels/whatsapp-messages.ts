import * as z from 'zod';

/** An error in the words of Meta. */
export type WhatsAppRefusal = { readonly code: number; readonly message: string };

export type WhatsAppSending = {
  /** Digits, an id of WhatsApp's own, or a group. */
  readonly to: string;
  readonly text: string;
  readonly files: readonly string[];
  /** What is handed back with every receipt. */
  readonly mark: string | undefined;
};

const $Link = z.object({ link: z.url(), caption: z.string().max(1024).optional(), filename: z.string().optional() });

const $Template = z.object({
  name: z.string().min(1),
  language: z.object({ code: z.string().min(2) }),
  components: z
    .array(z.object({ type: z.string(), parameters: z.array(z.object({ type: z.literal('text'), text: z.string() })) }))
    .optional(),
});

const $Message = z.object({
  messaging_product: z.literal('whatsapp'),
  recipient_type: z.enum(['individual', 'group']).default('individual'),
  to: z.string().optional(),
  recipient: z
    .string()
    .regex(/^[A-Z]{2}\./)
    .optional(),
  type: z.enum(['text', 'image', 'video', 'audio', 'document', 'template']),
  context: z.object({ message_id: z.string().min(1) }).optional(),
  biz_opaque_callback_data: z.string().max(512).optional(),
  text: z.object({ body: z.string().min(1).max(4096) }).optional(),
  image: $Link.optional(),
  video: $Link.optional(),
  audio: $Link.optional(),
  document: $Link.optional(),
  template: $Template.optional(),
});
type Message = z.infer<typeof $Message>;

const invalid = (what: string): WhatsAppRefusal => ({ code: 100, message: `(#100) Invalid parameter: ${what}` });

/** What the Messages API makes of a body: a message that it takes, or its error. */
export function taken(body: unknown): WhatsAppSending | WhatsAppRefusal {
  const { success, data, error } = $Message.safeParse(body);
  if (!success) return invalid(error.issues.map(({ path }) => path.join('.')).join(', '));
  const to = data.to?.replace(/^\+/, '') ?? data.recipient;
  if (!to) return { code: 131_008, message: '(#131008) Required parameter is missing' };
  const content = data[data.type];
  if (!content) return { code: 131_008, message: '(#131008) Required parameter is missing' };
  const file = data.image ?? data.video ?? data.audio ?? data.document;
  return {
    to,
    text: textOf(data, file?.caption ?? ''),
    files: file ? [file.filename ?? data.type] : [],
    mark: data.biz_opaque_callback_data,
  };
}

function textOf({ text, template }: Message, caption: string): string {
  if (!template) return text?.body ?? caption;
  const values = (template.components ?? []).flatMap(({ parameters }) => parameters.map((parameter) => parameter.text));
  return `[template ${template.name} ${template.language.code}] ${values.join(' · ')}`.trim();
}

/** Customers that messages do not reach, by the end of their number: what Meta then says in a receipt. */
const troubles: Readonly<Record<string, { readonly code: number; readonly title: string }>> = {
  '026': { code: 131_026, title: 'Message undeliverable' },
  '047': { code: 131_047, title: 'Re-engagement message' },
};

/** The statuses that follow, in order. */
export function statusesOf({ to, mark }: WhatsAppSending, id: string): readonly Readonly<Record<string, unknown>>[] {
  const about = { id, recipient_id: to, ...(mark === undefined ? {} : { biz_opaque_callback_data: mark }) };
  const trouble = troubles[to.slice(-3)];
  if (trouble) return [{ ...about, status: 'failed', errors: [{ ...trouble, message: trouble.title }] }];
  const pricing = { billable: false, pricing_model: 'PMP', category: 'service', type: 'free_customer_service' };
  return ['sent', 'delivered', 'read'].map((status) => ({ ...about, status, pricing }));
}
