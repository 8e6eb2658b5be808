import { fileURLToPath } from 'node:url';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  type Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { FunctionRow } from '#functions/function-row.ts';

export type Bundling = 'esbuild' | 'none';

export type ServiceFunctionProps = {
  readonly row: FunctionRow;
  readonly logRetention: RetentionDays;
  /** `none` deploys a placeholder: for tests of the template. */
  readonly bundling: Bundling;
};

const fromRoot = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

const placeholder = { code: Code.fromInline('exports.handler = async () => {};'), handler: 'index.handler' };

/** What is put in the place of packages that a function never needs, each with its gain in its file. */
const replaced = {
  '@aws-sdk/credential-provider-node': import.meta.resolve('../bundling/environment-credentials.ts'),
  '@smithy/core/event-streams': import.meta.resolve('../bundling/no-event-streams.ts'),
} as const;

/**
 * One file with everything in it, the AWS SDK too: half the cold start of the SDK in the runtime. One file because
 * NodejsFunction can write no second one. That has a price where much is imported dynamically: loading receive-messages
 * takes 143 ms CPU so, and 93 ms with the language data in a chunk of its own (medians of 21, esbuild's `splitting`).
 */
const bundle = {
  format: OutputFormat.ESM,
  target: 'node24',
  minify: true,
  sourceMap: false,
  bundleAwsSDK: true,
  forceDockerBundling: false,
  mainFields: ['module', 'main'],
  esbuildArgs: {
    '--legal-comments': 'none',
    ...Object.fromEntries(Object.entries(replaced).map(([name, file]) => [`--alias:${name}`, fileURLToPath(file)])),
  },
  // CommonJS packages inside an ES module still call require for what Node brings along.
  banner: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);",
};

/** A function of the catalogue: bundled, with its own log group and a role that can do nothing but log. */
export class ServiceFunction extends Construct {
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    super(scope, id);
    const { row } = props;
    const logGroup = new LogGroup(this, 'Logs', {
      retention: props.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    this.function = new NodejsFunction(this, 'Function', {
      entry: fromRoot(`functions/${row.entry}/handler.ts`),
      projectRoot: fromRoot(''),
      depsLockFilePath: fromRoot('package-lock.json'),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: row.memoryMb,
      timeout: Duration.seconds(row.timeoutSeconds),
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      // Start, end and report lines cost more than our own; CloudWatch has the same figures as metrics.
      systemLogLevelV2: SystemLogLevel.WARN,
      awsSdkConnectionReuse: false,
      bundling: bundle,
      ...(props.bundling === 'none' ? placeholder : {}),
    });
  }
}
