import type { Step } from '../plan.ts';
import type { Wake } from '../world/agenda.ts';
import type { Outcome } from '../world/invocations.ts';
import type { Sent } from '../world/services.ts';
import type { World } from '../world/world.ts';
import { mailDelivered, mailReceived, telegramNonsense, telegramUpdate, textMessage, textReceipt } from './webhooks.ts';

/** What providers have told us, and what of it we have accepted. */
export type Told = {
  /** The customer's messages by the provider's id: how often a delivery was accepted. */
  readonly accepted: Map<string, number>;
};

type Delivery = { readonly label: string; wake(requestId: string): Wake; accepted(): void };
export type Provider = {
  /** Lets a customer's step arrive as often as it says. */
  tell(step: Step): void;
  /** Reports how something that was sent fares. */
  report(sent: Sent): void;
  readonly told: Told;
};

const isAccepted = (outcome: Outcome): boolean => {
  if (outcome.kind !== 'answered') return false;
  const { statusCode = 200 } = (outcome.answer ?? {}) as { readonly statusCode?: number };
  return statusCode < 300;
};

/** A provider that was not answered comes again: after ten seconds, then later and later. */
const comesAgainAfterMs = (tried: number): number => Math.min(10_000 * 4 ** (tried - 1), 6 * 3_600_000);

export const smsIdOf = (number: number): string => `SM${String(number).padStart(32, '0')}`;
export const mailIdOf = (number: number): string => `mail-${number}`;
/** Telegram counts in each chat. */
export const telegramMessageIdOf = (number: number): number => 1000 + number;
export const textOf = (number: number): string => `message-${number} about my order`;

export function createProvider(world: World): Provider {
  const accepted = new Map<string, number>();
  /** Latest Telegram message of each customer, which is what is edited. */
  const latest = new Map<number, number>();
  let deliveries = 0;

  function deliver(at: number, delivery: Delivery, tried = 1): void {
    world.agenda.add({
      at,
      label: delivery.label,
      start() {
        deliveries += 1;
        return delivery.wake(`delivery-${deliveries}`);
      },
      ended(outcome) {
        if (isAccepted(outcome)) delivery.accepted();
        else deliver(world.time.ms() + comesAgainAfterMs(tried), delivery, tried + 1);
      },
    });
  }

  function repeatedly(
    step: Extract<Step, { deliveries: readonly number[] }>,
    id: string,
    wake: Delivery['wake'],
  ): void {
    const note = () => void accepted.set(id, (accepted.get(id) ?? 0) + 1);
    for (const [turn, after] of step.deliveries.entries()) {
      const label = `${step.do} ${step.number} (${id}), delivery ${turn + 1}`;
      deliver(world.time.ms() + after, { label, wake, accepted: note });
    }
  }

  const secondsNow = (): number => Math.floor(world.time.ms() / 1000);

  function write(step: Extract<Step, { do: 'write' }>): void {
    const { number, customer, channel } = step;
    const text = textOf(number);
    const at = world.time.date();
    if (channel === 'sms') {
      const sms = { id: smsIdOf(number), customer, text };
      repeatedly(step, sms.id, (id) => textMessage(sms, id));
    } else if (channel === 'email') {
      const mail = { id: mailIdOf(number), customer, text, answers: undefined, at };
      repeatedly(step, mail.id, (id) => mailReceived(mail, id));
    } else {
      latest.set(customer, number);
      const messageId = telegramMessageIdOf(number);
      const news = { update: 5000 + number, customer, messageId, text, seconds: secondsNow(), isEdit: false };
      repeatedly(step, `telegram-${messageId}`, (id) => telegramUpdate(news, id));
    }
  }

  function edit(step: Extract<Step, { do: 'edit' }>): void {
    const { number, customer } = step;
    const about = latest.get(customer);
    if (about === undefined) return;
    const messageId = telegramMessageIdOf(about);
    const text = `message-${about}, edited in step ${number}`;
    const news = { update: 5000 + number, customer, messageId, text, seconds: secondsNow(), isEdit: true };
    repeatedly(step, `edit-${number}-of-${messageId}`, (id) => telegramUpdate(news, id));
  }

  return {
    told: { accepted },
    tell(step) {
      if (step.do === 'write') write(step);
      if (step.do === 'edit') edit(step);
      if (step.do === 'send-nonsense')
        repeatedly(step, `nonsense-${step.number}`, (id) => telegramNonsense(step.number, id));
    },
    report({ service, providerId: id, to, callback, tags }) {
      const soon = world.time.ms() + 400;
      const noted = () => undefined;
      if (service === 'ses') {
        const at = world.time.date();
        deliver(soon, {
          label: `delivery of ${id}`,
          accepted: noted,
          wake: (sns) => mailDelivered({ id, to, at, tags }, sns),
        });
      }
      if (callback === undefined) return;
      for (const [position, status] of ['sent', 'delivered'].entries())
        deliver(soon + position * 900, {
          label: `${status}: ${id}`,
          accepted: noted,
          wake: (requestId) => textReceipt({ id, to, status, callback }, requestId),
        });
    },
  };
}
