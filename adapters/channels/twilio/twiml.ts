/**
 * The answer to a webhook that sends nothing back. The content type matters: a plain text body can be texted to the customer.
 * https://www.twilio.com/docs/messaging/twiml, read 2026-11-21.
 */
export const emptyTwiml = {
  contentType: 'text/xml',
  body: '<?xml version="1.0" encoding="UTF-8"?><Response/>',
} as const;
