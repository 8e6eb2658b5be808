import { join } from 'node:path';
import type { FunctionRow } from '#functions/function-row.ts';
import type { EnvironmentValues } from '#lib/environment.ts';
import { region } from './names.ts';

/** Where the emulators are; the names are those of `AWS_ENDPOINT_URL_<SERVICE>`. */
export type Endpoints = Readonly<
  Record<
    | 'DYNAMODB'
    | 'SQS'
    | 'S3'
    | 'SFN'
    | 'SCHEDULER'
    | 'SSM'
    | 'SES'
    | 'COMPREHEND'
    | 'PINPOINT_SMS_VOICE_V2'
    | 'SOCIALMESSAGING',
    string
  >
>;

/** A developer's own settings that would lead the SDK to a real account. */
const settingsOfOthers = [
  'AWS_PROFILE',
  'AWS_SESSION_TOKEN',
  'AWS_ENDPOINT_URL',
  'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
];

/** Gives this process what the Lambda runtime gives each function: a region, credentials, and here the emulators' addresses. */
export function becomeLambdaRuntime(endpoints: Endpoints, dataDir: string): void {
  for (const name of settingsOfOthers) delete process.env[name];
  const noFile = join(dataDir, 'no-aws-configuration');
  Object.assign(process.env, {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_CONFIG_FILE: noFile,
    AWS_SHARED_CREDENTIALS_FILE: noFile,
    AWS_EC2_METADATA_DISABLED: 'true',
    // Powertools then writes through `console`, which `function-output.ts` leads to a file.
    POWERTOOLS_DEV: 'true',
    ...Object.fromEntries(Object.entries(endpoints).map(([service, url]) => [`AWS_ENDPOINT_URL_${service}`, url])),
  });
}

/** The variables that the row names and no others, as CDK gives them; a missing one is named by the function's `create`. */
export const environmentOf = (
  row: FunctionRow,
  values: EnvironmentValues,
): Readonly<Record<string, string | undefined>> => {
  const asked = new Set(Object.keys(row.environment.shape));
  return Object.fromEntries(Object.entries(values).filter(([name]) => asked.has(name)));
};
