const boundary = 'a-part';
const lines = (...of: string[]): string => of.join('\r\n');

/** With HTML, and with a file. */
export const refundMail = lines(
  'From: Amara Okafor <amara@customer.example>',
  'To: support@parley.example',
  'Subject: Refund 10110 not received',
  'Message-ID: <first@customer.example>',
  'MIME-Version: 1.0',
  `Content-Type: multipart/mixed; boundary="${boundary}"`,
  '',
  `--${boundary}`,
  'Content-Type: text/html; charset=utf-8',
  '',
  '<p>I returned order <b>10110</b> on the 8th and still have no refund.</p>',
  `--${boundary}`,
  'Content-Type: text/plain; name="receipt.txt"',
  'Content-Disposition: attachment; filename="receipt.txt"',
  '',
  'order 10110',
  `--${boundary}--`,
  '',
);

export const mailFrom = { from: 'amara@customer.example', to: 'support@parley.example' };
