import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalSystem, startSystem } from '#test/support/local-system.ts';
import { findRow, whenConversation } from './journey.ts';

describe('Comprehend tags sentiment', () => {
  let system: LocalSystem;
  beforeAll(async () => {
    system = await startSystem({ env: { ANALYSIS: 'comprehend' } });
  });
  afterAll(() => system.stop());

  const analysisOf = async (text: string, from: string) => {
    await system.sendSms({ from, text });
    const { id } = await findRow(system, text.slice(-8));
    const detail = await whenConversation(system, id, ({ events }) =>
      events.some((event) => event.type === 'MessageReceived' && event.analysis),
    );
    const event = detail.events.find((one) => one.type === 'MessageReceived');
    return event?.type === 'MessageReceived' ? event.analysis : undefined;
  };

  it('answers while it is well', async () => {
    expect(await analysisOf('The delivery was terrible and nobody answers, ref 9190', '+15550190')).toMatchObject({
      engine: 'comprehend',
    });
  });

  it.each([
    ['throttle', '+15550191', 'The delivery was terrible and nobody answers, ref 9191'],
    ['error', '+15550192', 'The delivery was terrible and nobody answers, ref 9192'],
    ['hang', '+15550193', 'The delivery was terrible and nobody answers, ref 9193'],
  ])('when it fails (%s) the embedded engine answers, and the event says so', async (fault, from, text) => {
    await system.faults({ comprehend: fault });
    const analysis = await analysisOf(text, from);
    await system.faults({ comprehend: 'none' });
    expect(analysis).toMatchObject({ engine: 'embedded', language: 'en' });
    expect(analysis?.reason).toMatch(/Comprehend/);
  });
});
