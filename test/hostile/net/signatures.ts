import type { Hostile, Verdict } from '../contract.ts';
import { awsStandIn } from './aws-stand-in.ts';
import { doors, now, type Posted } from './doors.ts';
import { attacks, current, eventOf, type Forged } from './forged-requests.ts';
import { type Signer, signers } from './signers.ts';
import { beforeColon, byKind } from './together.ts';

const group = 'webhook signatures';

/** What an answer means: refused without a word to the SQS queue, or taken with one. Anything in between is a crash. */
export function verdictOf({ status, enqueued }: Posted): Verdict {
  if (status >= 400 && status < 500 && enqueued.length === 0) return { outcome: 'refused', reason: `HTTP ${status}` };
  if (status >= 200 && status < 300 && enqueued.length > 0)
    return { outcome: 'stored', reason: `HTTP ${status}, ${enqueued.length} in the SQS queue` };
  if (status >= 200 && status < 300) return { outcome: 'ignored', reason: `HTTP ${status}` };
  throw new Error(`HTTP ${status} with ${enqueued.length} in the SQS queue`);
}

/** Two connections of a provider; `secrets` are those of the one that is written to. */
const connections = (signer: Signer, secrets: readonly string[]): unknown => ({
  main: signer.credentials(secrets),
  other: signer.credentials([signer.secret('foreign')]),
});

type Trial = {
  readonly name: string;
  readonly signer: Signer;
  readonly forge: () => Forged;
  readonly expects: Verdict['outcome'];
  readonly secrets?: readonly string[];
};

function trialOf({ name, signer, forge, expects, secrets = [current(signer)] }: Trial): Hostile {
  let event: ReturnType<typeof eventOf> | undefined;
  return {
    group,
    name: `${signer.provider}: ${name}`,
    expects,
    ...(expects === 'refused' ? { because: /^HTTP 40[134]$/ } : {}),
    prepare: async () => {
      await awsStandIn();
      event = eventOf(signer, forge());
    },
    run: async () => {
      if (!event) throw new Error('not prepared');
      return verdictOf(await doors[signer.provider](event, connections(signer, secrets)));
    },
  };
}

const forgeries = signers.flatMap((signer) =>
  attacks
    .filter(({ against = () => true }) => against(signer))
    .map(({ name, forge }) => trialOf({ name, signer, forge: () => forge(signer), expects: 'refused' })),
);

const edges = [-300, -299, 299, 300];

/** What has to be taken: a door that refuses everything would pass all of the above. */
const genuineOnes = signers.flatMap((signer) => {
  const sign = (secret: string, seconds?: number): Forged => ({
    headers: signer.sign({
      body: signer.body,
      secret,
      url: `https://parley.example${signer.path}`,
      ...(seconds === undefined ? {} : { seconds }),
    }),
  });
  const former = signer.secret('former');
  const nowSeconds = now.getTime() / 1000;
  const base64: Forged = {
    ...sign(current(signer)),
    body: Buffer.from(signer.body).toString('base64'),
    isBase64Encoded: true,
  };
  return [
    trialOf({ name: 'a genuine request', signer, forge: () => sign(current(signer)), expects: 'stored' }),
    trialOf({
      name: 'a genuine request that API Gateway encoded in base64',
      signer,
      forge: () => base64,
      expects: 'stored',
    }),
    trialOf({
      name: 'the former secret while it is replaced',
      signer,
      forge: () => sign(former),
      secrets: [current(signer), former],
      expects: 'stored',
    }),
    ...(signer.timestamp === undefined ? [] : edges).map((seconds) =>
      trialOf({
        name: `a request ${seconds} seconds from now`,
        signer,
        forge: () => sign(current(signer), nowSeconds + seconds),
        expects: 'stored',
      }),
    ),
  ];
});

/** For each provider: every forgery, and everything genuine. */
export const signatureCases: readonly Hostile[] = byKind([...forgeries, ...genuineOnes], beforeColon);
