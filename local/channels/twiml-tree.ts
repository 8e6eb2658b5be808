export type TwimlElement = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly inside: readonly TwimlElement[];
  readonly text: string;
};

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const plain = (xml: string): string => xml.replace(/&(\w+);/g, (_, name: string) => entities[name] ?? '');

const attributesIn = (tag: string): Record<string, string> =>
  Object.fromEntries([...tag.matchAll(/\b(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, plain(value)]));

const element = /<(\w+)((?:\s+\w+="[^"]*")*)\s*(?:\/>|>((?:(?!<\1[\s/>])[\s\S])*?)<\/\1>)/g;

const elementsIn = (xml: string): readonly TwimlElement[] =>
  [...xml.matchAll(element)].map(([, name = '', tag = '', content = '']) => ({
    name,
    attributes: attributesIn(tag),
    inside: elementsIn(content),
    text: plain(content.replace(/<[^<>]*>/g, '')),
  }));

/** The verbs of a TwiML document, as Twilio reads them. No verb has its own kind inside. */
export const verbsOf = (twiml: string): readonly TwimlElement[] => elementsIn(twiml)[0]?.inside ?? [];
