import type { CostFigures } from './cost-page.ts';
import type { Part } from './support/report.ts';

/** What a step of the bench finds out: sections of the page, and figures for the page of costs. */
export type Outcome = { readonly parts: readonly Part[]; readonly figures?: Partial<CostFigures> };

type Step = () => Promise<Outcome>;

const chaosCampaign = { schedules: 10_000, everyPair: 20 } as const;
/** The full size of a million takes several minutes: `node bench/load/scale.ts`. */
const scaleConversations = 100_000;

const alone =
  (part: () => Promise<Part>): Step =>
  async () => ({ parts: [await part()] });

async function messages(): Promise<Outcome> {
  const { measureMessages, perMessagePart } = await import('./per-message.ts');
  const found = await measureMessages();
  return { parts: [perMessagePart(found)], figures: { messages: found } };
}

async function channels(): Promise<Outcome> {
  const { measureChannels, perChannelPart } = await import('./per-channel.ts');
  const found = await measureChannels();
  return { parts: [perChannelPart(found)], figures: { channels: found } };
}

/** A bundled template has its price and its cold starts. */
async function deployment(): Promise<Outcome> {
  const { idleBillOf, idleCostPart } = await import('./idle-cost.ts');
  const { coldStartPart } = await import('./cold-start.ts');
  const { synthesise } = await import('./support/assembly.ts');
  const assembly = synthesise();
  try {
    const idle = idleBillOf(assembly.template);
    return { parts: [idleCostPart(idle), await coldStartPart(assembly)], figures: { idle } };
  } finally {
    assembly.remove();
  }
}

/** A quarter of an hour on two cores. */
async function faults(): Promise<Outcome> {
  const { chaosPart } = await import('../test/chaos/chaos-part.ts');
  const { progressLine } = await import('../test/chaos/progress-line.ts');
  return { parts: [await chaosPart(chaosCampaign, progressLine({ say: console.error, everyMs: 30_000 }))] };
}

/** Every step in the order of the page; another part is another line. Each loads only what it needs: they measure memory and time. */
export const steps: Readonly<Record<string, Step>> = {
  messages,
  channels,
  yardstick: alone(async () => (await import('./yardstick.ts')).yardstickPart()),
  cpu: alone(async () => (await import('./cpu.ts')).cpuPart()),
  deployment,
  inbox: alone(async () => (await import('./inbox.ts')).inboxPart()),
  latency: alone(async () => (await import('./throughput.ts')).throughputPart()),
  load: alone(async () => (await import('./load/run.ts')).loadPart()),
  scale: alone(async () => (await import('./load/scale.ts')).scalePart(scaleConversations)),
  scaling: alone(async () => (await import('./scaling.ts')).scalingPart()),
  faults,
  hostile: alone(async () => (await import('../test/hostile/run.ts')).hostilePart()),
  analysis: alone(async () => (await import('./analysis-accuracy.ts')).accuracyPart()),
};
