import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DeleteParameterCommand,
  GetParameterCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSsm } from '#local/emulators/ssm.ts';

let dir: string;
let file: string;
let ssm: Awaited<ReturnType<typeof startSsm>>;
let client: SSMClient;

async function start(): Promise<void> {
  ssm = await startSsm({ file });
  client = new SSMClient({
    endpoint: ssm.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
}

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ssm-'));
  file = join(dir, 'parameters.json');
  await start();
});
afterEach(async () => {
  await ssm.stop();
  await rm(dir, { recursive: true });
});

const put = (Name: string, Value: string, more: object = {}) =>
  client.send(new PutParameterCommand({ Name, Value, Type: 'String', ...more }));
const get = async (Name: string, WithDecryption?: boolean) =>
  (await client.send(new GetParameterCommand({ Name, WithDecryption }))).Parameter;

describe('the parameter store', () => {
  it('shows a secret only when asked to decrypt it', async () => {
    await put('/parley/twilio/token', 'secret-value', { Type: 'SecureString' });
    expect((await get('/parley/twilio/token', true))?.Value).toBe('secret-value');
    expect((await get('/parley/twilio/token'))?.Value).not.toContain('secret-value');
  });

  it('overwrites only when told to, and counts versions', async () => {
    await put('/a', 'one');
    await expect(put('/a', 'two')).rejects.toMatchObject({ name: 'ParameterAlreadyExists' });
    const { Version } = await put('/a', 'two', { Overwrite: true });
    expect([Version, (await get('/a'))?.Value]).toEqual([2, 'two']);
  });

  it('does not know what is not there', async () => {
    await put('/a', 'one');
    await client.send(new DeleteParameterCommand({ Name: '/a' }));
    await expect(get('/a')).rejects.toMatchObject({ name: 'ParameterNotFound' });
    await expect(client.send(new DeleteParameterCommand({ Name: '/a' }))).rejects.toMatchObject({
      name: 'ParameterNotFound',
    });
  });

  it('gets several by name and says which do not exist', async () => {
    await put('/a', 'one');
    const { Parameters, InvalidParameters } = await client.send(new GetParametersCommand({ Names: ['/a', '/b'] }));
    expect(Parameters?.map(({ Name, Value }) => [Name, Value])).toEqual([['/a', 'one']]);
    expect(InvalidParameters).toEqual(['/b']);
  });

  it('gets those under a path, page by page, with those further down only when asked', async () => {
    for (const name of ['/p/b', '/p/a', '/p/deep/c', '/other']) await put(name, name);
    const names = async (input: { Recursive?: boolean; MaxResults?: number; NextToken?: string | undefined }) => {
      const page = await client.send(new GetParametersByPathCommand({ Path: '/p', ...input }));
      return { names: page.Parameters?.map(({ Name }) => Name), next: page.NextToken };
    };
    expect((await names({})).names).toEqual(['/p/a', '/p/b']);
    const first = await names({ Recursive: true, MaxResults: 2 });
    const second = await names({ Recursive: true, MaxResults: 2, NextToken: first.next });
    expect([first.names, second.names, second.next]).toEqual([['/p/a', '/p/b'], ['/p/deep/c'], undefined]);
  });

  it('keeps parameters over a restart', async () => {
    await put('/a', 'one');
    await ssm.stop();
    await start();
    expect((await get('/a'))?.Value).toBe('one');
  });
});
