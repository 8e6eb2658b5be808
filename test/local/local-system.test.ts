import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConversationPage } from '#functions/agent-api/contract.ts';
import { ended, freePort, type LocalSystem, spawnSystem, startSystem } from '#test/support/local-system.ts';

const startTimeoutMs = 60_000;

describe('the local system', () => {
  let system: LocalSystem;
  const openConversations = async () =>
    (await system.api('rita')<ConversationPage>({ path: '/v1/conversations?view=open' })).body.items;

  beforeAll(async () => {
    system = await startSystem();
  }, startTimeoutMs);
  afterAll(async () => {
    await system.stop();
    rmSync(system.dataDir, { recursive: true, force: true });
  });

  it('says that it is ready', async () => {
    const response = await fetch(`${system.url}/health`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: 'ready' });
  });

  it('makes a text message a conversation in the hands of somebody free', async () => {
    const status = await system.sendSms({ from: '+15550100777', text: 'Where is my parcel?' });
    expect(status).toBe(200);
    await expect
      .poll(
        async () => (await openConversations()).find(({ customerName }) => customerName === '+15550100777')?.holder,
        { timeout: 10_000 },
      )
      .toMatchObject({ kind: 'agent', agentId: 'sam' });
  });

  it('refuses a text message whose signature is forged', async () => {
    const inbound = async () => (await system.state()).queues.inbound;
    const nothing = { waiting: 0, inFlight: 0, deadLetters: 0 };
    await expect.poll(inbound).toEqual(nothing);
    const status = await system.sendSms({
      from: '+15550100778',
      text: 'Let me in',
      signature: 'bm90IHRoZSBzaWduYXR1cmU=',
    });
    expect(status).toBe(401);
    expect(await inbound()).toEqual(nothing);
  });

  it('answers as API Gateway does to somebody who is not signed in', async () => {
    const response = await fetch(`${system.url}/v1/bootstrap`, { headers: { authorization: 'Bearer forged' } });
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ message: 'Unauthorized' });
  });

  it(
    'keeps a mail that it has acknowledged although it is killed',
    async () => {
      const { dataDir, url } = system;
      await system.sendMail({ from: 'Jo <jo@customers.example>', subject: 'Do not lose me', text: 'Hello' });
      await system.kill9();
      system = await startSystem({ dataDir, port: Number(new URL(url).port) });
      await expect
        .poll(async () => (await openConversations()).map(({ subject }) => subject), { timeout: 20_000 })
        .toContain('Do not lose me');
    },
    startTimeoutMs,
  );
});

describe('starting the local system', () => {
  it(
    'says that it is running already, and ends well when it is asked to',
    async () => {
      const port = await freePort();
      const system = await startSystem({ port });
      const sameFolder = await ended(spawnSystem({ dataDir: system.dataDir, port: await freePort() }));
      const samePort = await ended(spawnSystem({ dataDir: `${system.dataDir}-other`, port }));
      const code = await system.stop();

      expect(sameFolder.output).toContain(`Parley is already running at ${system.url} (pid `);
      expect(sameFolder.code).toBe(1);
      expect(samePort.output).toContain(`Parley is already running at ${system.url} (pid `);
      expect(samePort.code).toBe(1);
      expect(code).toBe(0);
    },
    startTimeoutMs,
  );
});
