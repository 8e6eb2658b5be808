import type { Mail, MailFile } from './simulate.ts';

export type Action =
  | { readonly do: 'reply'; readonly text: string }
  | { readonly do: 'reply-and-resolve'; readonly text: string }
  | { readonly do: 'note'; readonly text: string }
  | { readonly do: 'transfer'; readonly queueId: string; readonly reason: string }
  | { readonly do: 'snooze'; readonly hours: number };

export type Arrival =
  | { readonly text: { readonly from: string; readonly text: string }; readonly then?: readonly Action[] }
  | { readonly mail: Mail & { readonly messageId: string }; readonly then?: readonly Action[] };

/** What came in at about the same time. */
export type Stage = { readonly minutesAgo: number; readonly arrivals: readonly Arrival[] };

/** A photograph of a scratched table, very small. */
const scratch: MailFile = {
  filename: 'scratch.png',
  contentType: 'image/png',
  cid: 'scratch@northlight.example',
  content: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAMAAACdt4HsAAAABlBMVEXe1sh4PCgku2BtAAAAWUlEQVR42u3XMQoAMQhE0fz7X3pJHVY0A6m+tfMKEcEFrKhIBRQUFBQUFBQUFJqBRICzfyJAJkAo/AFdAUKhAHpCBYyFu40qgZlwvdVVvj8H74OCwtPHfQsfZLsBtAKLMJwAAAAASUVORK5CYII=',
    'base64',
  ),
};

const invoice: MailFile = {
  filename: 'invoice-20418.pdf',
  contentType: 'application/pdf',
  content: Buffer.from(
    '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n',
  ),
};

const text = (from: string, words: string, ...then: readonly Action[]): Arrival => ({
  text: { from: `+1555010${from}`, text: words },
  then,
});

const mail = (id: string, fields: Omit<Mail, 'messageId'>, ...then: readonly Action[]): Arrival => ({
  mail: { ...fields, messageId: `<${id}@customers.example>` },
  then,
});

const reply = (words: string): Action => ({ do: 'reply', text: words });
const resolved = (words: string): Action => ({ do: 'reply-and-resolve', text: words });
const note = (words: string): Action => ({ do: 'note', text: words });
const toTechnical = (reason: string): Action => ({ do: 'transfer', queueId: 'technical', reason });

/** A day at a shop for furniture and lamps, oldest first. */
export const stages: readonly Stage[] = [
  {
    minutesAgo: 1500,
    arrivals: [
      mail(
        'm1',
        {
          from: 'Hannah Weber <hannah.weber@posteo.example>',
          subject: 'Rechnung 20391 doppelt abgebucht',
          text: 'Guten Tag,\n\ndie Rechnung 20391 wurde am Montag zweimal von meinem Konto abgebucht. Können Sie das bitte prüfen?\n\nViele Grüße\nHannah Weber',
        },
        note('Second charge is a retry of the payment provider; refund started.'),
        resolved(
          'Guten Tag Frau Weber,\n\nSie haben recht: Die zweite Abbuchung war ein Fehler. Das Geld ist in zwei bis drei Tagen wieder auf Ihrem Konto.\n\nViele Grüße',
        ),
      ),
      text(
        '0101',
        'Hi, is the oak shelf back in stock?',
        resolved('Hi! Yes, since this morning. Shall we put one aside for you?'),
      ),
    ],
  },
  {
    minutesAgo: 1380,
    arrivals: [
      mail(
        'm2',
        {
          from: 'Priya Raman <priya@ramanarchitects.example>',
          subject: 'Quote for 14 pendant lamps',
          text: 'Hello,\n\nwe are fitting out a small office and need 14 pendant lamps, model Aster in brass. Could you send a quote including delivery to Leeds by the end of the month?\n\nBest,\nPriya Raman',
        },
        reply(
          'Hello Priya,\n\nthank you. Brass takes us two weeks at that number. I will have the quote with you tomorrow.\n\nKind regards',
        ),
        note('Asked purchasing for a price at 14 pieces; they answer tomorrow.'),
        { do: 'snooze', hours: 42 },
      ),
    ],
  },
  {
    minutesAgo: 200,
    arrivals: [
      text(
        '0102',
        'My parcel 8841 was due on Friday and the tracking page says nothing.',
        reply('Sorry about that. It is in the depot in Erfurt and comes on Tuesday. Is that all right?'),
      ),
      mail(
        'm3',
        {
          from: 'Tom Reed <tom.reed@bounce.example>',
          subject: 'Change of delivery address',
          text: 'Hi,\n\nI have moved. Please send order 77120 to 14 Mill Lane, York.\n\nTom',
        },
        reply('Hi Tom,\n\ndone: order 77120 goes to 14 Mill Lane, York.\n\nKind regards'),
      ),
    ],
  },
  { minutesAgo: 170, arrivals: [text('0102', 'Tuesday is fine, thank you. Can they ring the upper bell?')] },
  {
    minutesAgo: 55,
    arrivals: [
      mail(
        'm4',
        {
          from: 'Kenji Mori <k.mori@mori-design.example>',
          subject: 'ランプが点灯しません',
          text: 'お世話になっております。\n\n先週届いたランプ「Aster」が点灯しません。電球も交換しましたが変わりません。交換していただけますか。\n\n森 健二',
        },
        toTechnical('Lamp does not light, and Ken speaks Japanese'),
      ),
      text('0103', '¿Dónde está mi pedido? Llevo tres semanas esperando y nadie me contesta. Es una vergüenza.'),
      mail('m5', {
        from: 'Oliver Grant <oliver.grant@mailbox.example>',
        subject: 'Third time I am writing. Refund NOW',
        text: 'This is the third time I write about order 66013. The table arrived broken, nobody answers, and you still have my money. This is unacceptable. If I do not have my refund by Monday I will go to my lawyer and to the press.\n\nOliver Grant',
      }),
    ],
  },
  {
    minutesAgo: 46,
    arrivals: [
      mail('m6', {
        from: 'Ines Duarte <ines.duarte@northlight.example>',
        subject: 'Table arrived with a scratch (order 20418)',
        text: 'Hello, the table arrived today with a deep scratch, see the picture. The invoice is attached. What can we do?\n\nInes Duarte',
        html: '<p>Hello,</p><p>the table arrived today with a <b>deep scratch</b>:</p><p><img src="cid:scratch@northlight.example" alt="The scratch" width="64" height="64"></p><p>The invoice is attached. What can we do?</p><p>Ines Duarte<br><a href="https://northlight.example">Northlight Interiors</a></p>',
        attachments: [scratch, invoice],
      }),
      text(
        '0104',
        'URGENT: the wall lamp is sparking and smells of smoke!! What do I do?',
        toTechnical('Safety: the lamp sparks'),
      ),
    ],
  },
  {
    minutesAgo: 38,
    arrivals: [
      mail('m7', {
        from: 'Lucas Moreau <lucas.moreau@courriel.example>',
        subject: 'Facture au nom de ma société',
        text: 'Bonjour,\n\npourriez-vous établir la facture de la commande 31177 au nom de ma société, Moreau & Fils ? Merci beaucoup pour votre aide.\n\nLucas Moreau',
      }),
      text('0105', 'Can I still change the colour of order 9120 to grey?'),
      text('0106', 'Thanks for the quick delivery, the chairs are lovely!'),
    ],
  },
  {
    minutesAgo: 30,
    arrivals: [
      mail(
        'm8',
        {
          from: 'Sofia Lind <sofia@lindhotels.example>',
          subject: 'Lamps in room 12 flicker',
          text: 'Good morning,\n\nthe dimmable lamps we bought in spring flicker below 40 %. We have guests. Is there a dimmer you recommend?\n\nSofia Lind',
        },
        toTechnical('Question about dimmers'),
        note('Known with dimmer type B; send a type C, no charge.'),
        reply(
          'Good morning Sofia,\n\nthis happens with some older dimmers. We will send you one that suits, free of charge. How many rooms are concerned?\n\nKind regards',
        ),
      ),
      mail('m9', {
        from: 'Aisha Karim <aisha.karim@mailbox.example>',
        subject: 'Gift card does not work',
        text: 'Hi,\n\nmy gift card ending in 4471 is refused at the checkout. It was bought last week. Could you have a look?\n\nThanks, Aisha',
      }),
    ],
  },
  {
    minutesAgo: 24,
    arrivals: [
      mail('m10', {
        from: 'Sofia Lind <sofia@lindhotels.example>',
        subject: 'Re: Lamps in room 12 flicker',
        text: 'Thank you! It is six rooms.\n\nSofia',
        inReplyTo: '<m8@customers.example>',
      }),
      text('0107', 'Driver left my sofa in the rain. It is soaked. I am furious!'),
      text('0108', 'Do you deliver to Norway?', reply('Yes, in about ten days. Shipping is 49 euros.')),
    ],
  },
  {
    minutesAgo: 17,
    arrivals: [
      mail('m11', {
        from: 'Jonas Keller <jonas.keller@posteo.example>',
        subject: 'Mahnung trotz Zahlung',
        text: 'Sehr geehrte Damen und Herren,\n\nich habe heute eine Mahnung erhalten, obwohl ich die Rechnung 20277 schon vor zehn Tagen bezahlt habe. Bitte klären Sie das.\n\nMit freundlichen Grüßen\nJonas Keller',
      }),
      mail('m12', {
        from: 'Grace Okafor <grace.okafor@mailbox.example>',
        subject: 'VAT number on my invoice',
        text: 'Hello,\n\ncould you add our VAT number GB 123 4567 89 to invoice 20455? Thank you.\n\nGrace Okafor',
      }),
    ],
  },
  {
    minutesAgo: 9,
    arrivals: [
      text('0109', 'How long is the warranty on the Aster lamp?'),
      text('0110', 'Quiero devolver una silla, ¿cómo lo hago?'),
      mail('m13', {
        from: 'Ben Hughes <ben.hughes@mailbox.example>',
        subject: 'Return label',
        text: 'Hi there,\n\nI would like to return the side table from order 81002. Could you send me a label?\n\nCheers, Ben',
      }),
    ],
  },
  {
    minutesAgo: 3,
    arrivals: [
      text('0111', 'Is someone there today? My delivery window is 2 to 4.'),
      mail('m14', {
        from: 'Marta Nowak <marta.nowak@poczta.example>',
        subject: 'Pytanie o dostawę',
        text: 'Dzień dobry,\n\nczy dostarczają Państwo meble do Krakowa? Ile kosztuje dostawa?\n\nPozdrawiam\nMarta Nowak',
      }),
    ],
  },
];
