import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { AssetHashType, DockerImage, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
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

const placeholder = Code.fromInline('exports.handler = async () => {};');

const bundler = fromRoot('lib/bundling/bundle-function.ts');

/** What lib/bundling makes of a function; CDK waits for it, so it is made in a process of its own. */
const bundled = (entry: string): Code =>
  Code.fromAsset(fromRoot(`functions/${entry}`), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Asked for by CDK and never used: esbuild is one of our dependencies.
      image: DockerImage.fromRegistry('scratch'),
      local: {
        tryBundle(outdir) {
          execFileSync(process.execPath, [bundler, entry, outdir], { stdio: 'inherit' });
          return true;
        },
      },
    },
  });

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
    this.function = new LambdaFunction(this, 'Function', {
      code: props.bundling === 'none' ? placeholder : bundled(row.entry),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: row.memoryMb,
      timeout: Duration.seconds(row.timeoutSeconds),
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      // Start, end and report lines cost more than our own; CloudWatch has the same figures as metrics.
      systemLogLevelV2: SystemLogLevel.WARN,
    });
  }
}
