import { existsSync } from 'node:fs';
import { Duration } from 'aws-cdk-lib';
import type { IHttpRouteAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { S3_SERVER_ACCESS_LOGS_USE_BUCKET_POLICY } from 'aws-cdk-lib/cx-api';
import { Construct } from 'constructs';
import { catalogue, type FunctionName } from '#functions/catalogue.ts';
import type { FunctionRow, ProviderTopicName, SqsQueueName, Trigger } from '#functions/function-row.ts';
import { sqsQueues } from '#functions/sqs-queues.ts';
import { Alarms, quarantined } from '#lib/alarms.ts';
import { AgentDirectory } from '#lib/constructs/agent-directory.ts';
import { AlarmTopic } from '#lib/constructs/alarm-topic.ts';
import { ConsoleSite } from '#lib/constructs/console-site.ts';
import { Dashboard } from '#lib/constructs/dashboard.ts';
import { EscalationWorkflow } from '#lib/constructs/escalation-workflow.ts';
import { HttpApi, signedInWith } from '#lib/constructs/http-api.ts';
import { InteractionTable } from '#lib/constructs/interaction-table.ts';
import { MailIntake } from '#lib/constructs/mail-intake.ts';
import { privateBucket } from '#lib/constructs/private-bucket.ts';
import { ProviderTopic, publishers } from '#lib/constructs/provider-topic.ts';
import { type Bundling, ServiceFunction } from '#lib/constructs/service-function.ts';
import { SocketApi } from '#lib/constructs/socket-api.ts';
import { QueueWithDeadLetters } from '#lib/constructs/sqs-queues.ts';
import { Timers } from '#lib/constructs/timers.ts';
import { type EnvironmentValues, environmentOf } from '#lib/environment.ts';
import { statementsOf } from '#lib/grants.ts';
import { keysOf, mapValues } from '#lib/keys-of.ts';
import type { Stage } from '#lib/stage.ts';
import { wake } from '#lib/triggers.ts';

export type ParleyProps = {
  readonly stage: Stage;
  /** `none` deploys placeholders: for tests of the template. @default 'esbuild' */
  readonly bundling?: Bundling;
  /** The built console. @default 'dist/console' */
  readonly consoleFolder?: string;
};

/** The whole of Parley: put it into a stack of your own, or deploy `ParleyStack`. */
export class Parley extends Construct {
  readonly table: InteractionTable;
  readonly queues: Readonly<Record<SqsQueueName, QueueWithDeadLetters>>;
  readonly functions: Readonly<Record<FunctionName, LambdaFunction>>;
  readonly mail: MailIntake;
  readonly topics: Readonly<Record<ProviderTopicName, ProviderTopic>>;
  readonly directory: AgentDirectory;
  readonly httpApi: HttpApi;
  readonly sockets: SocketApi;
  readonly chatSockets: SocketApi;
  readonly workflow: EscalationWorkflow;
  readonly timers: Timers;
  readonly console: ConsoleSite;
  readonly #files: IBucket;

  constructor(scope: Construct, id: string, props: ParleyProps) {
    super(scope, id);
    // In apps without the recommended flags, access logs would need buckets with ACLs, which ours refuse.
    this.node.setContext(S3_SERVER_ACCESS_LOGS_USE_BUCKET_POLICY, true);
    const { stage } = props;
    const { keepsData, logRetention } = stage;

    const accessLogs = privateBucket(this, 'AccessLogs', { keepsData, expiresAfter: Duration.days(logRetention) });
    this.table = new InteractionTable(this, 'Interactions', { keepsData });
    this.queues = mapValues(sqsQueues, (row, name) => new QueueWithDeadLetters(this, `Queue-${name}`, row));
    this.#files = privateBucket(this, 'Files', {
      keepsData,
      accessLogs: { bucket: accessLogs, prefix: 'files/' },
      uploads: { prefix: 'chat/', expireAfter: Duration.days(7) },
    });
    this.mail = new MailIntake(this, 'Mail', { stage, accessLogs });
    this.topics = mapValues(publishers, (publisher, name) => new ProviderTopic(this, `Topic-${name}`, { publisher }));
    this.directory = new AgentDirectory(this, 'Directory', { stage });

    const bundling = props.bundling ?? 'esbuild';
    this.functions = mapValues(
      catalogue,
      (row: FunctionRow, name) =>
        new ServiceFunction(this, `Function-${name}`, { row, logRetention, bundling }).function,
    );
    this.httpApi = new HttpApi(this, 'HttpApi', { logRetention });
    this.sockets = new SocketApi(this, 'Sockets');
    this.chatSockets = new SocketApi(this, 'ChatSockets');
    const escalate = this.functions[onlyOneWokenBy('timers-and-workflow')];
    this.workflow = new EscalationWorkflow(this, 'Escalation', { escalate, logRetention });

    this.console = new ConsoleSite(this, 'Console', {
      apiEndpoint: this.httpApi.endpoint,
      connectsTo: [this.directory.signInUrl, `${this.directory.issuer}/`, this.sockets.publicUrl],
      files: `https://${this.#files.bucketRegionalDomainName}`,
      accessLogs,
    });
    const clientId = this.directory.addConsole(`${this.console.url}/`);
    const { issuer, scope: scopes } = this.directory;
    const folder = props.consoleFolder ?? 'dist/console';
    this.console.deploy({
      folder: existsSync(folder) ? folder : undefined,
      config: { issuer, clientId, scope: scopes, apiUrl: '' },
      logRetention,
    });

    const deadLetters = this.#wake(signedInWith(issuer, clientId));
    this.timers = this.#timers(escalate, deadLetters);
    this.#permit(stage);
    this.#watch(stage, deadLetters);
  }

  #wake(signedIn: IHttpRouteAuthorizer): Map<FunctionName, Queue> {
    const deadLetters = new Map<FunctionName, Queue>();
    for (const name of keysOf(catalogue)) {
      const woken = { name, function: this.functions[name] };
      const queue = wake({ ...this, signedIn }, woken, catalogue[name].trigger);
      if (queue) deadLetters.set(name, queue);
    }
    return deadLetters;
  }

  /** A timer that is given up is what follows from a saved fact and does not happen: it lies where those lie, under one alarm. */
  #timers(wakes: LambdaFunction, all: ReadonlyMap<FunctionName, Queue>): Timers {
    const deadLetters = all.get(onlyOneWokenBy('stream'));
    if (!deadLetters) throw new Error('what the stream tells in vain has no dead letters');
    return new Timers(this, 'Timers', { wakes, deadLetters });
  }

  /** Gives each function the environment and the permissions that its row names, and no others. */
  #permit(stage: Stage): void {
    const on = { ...this, stage, files: this.#files, workflow: this.workflow.named };
    const values = this.#environmentValues(stage);
    for (const name of keysOf(catalogue)) {
      const row: FunctionRow = catalogue[name];
      for (const [variable, value] of Object.entries(environmentOf(row, values)))
        this.functions[name].addEnvironment(variable, value);
      for (const statement of row.permissions.flatMap((permission) => statementsOf(permission, on)))
        this.functions[name].addToRolePolicy(statement);
    }
  }

  #environmentValues(stage: Stage): EnvironmentValues {
    return {
      TABLE_NAME: this.table.table.tableName,
      INBOUND_QUEUE_URL: this.queues.inbound.queue.queueUrl,
      URGENT_QUEUE_URL: this.queues.urgent.queue.queueUrl,
      STANDARD_QUEUE_URL: this.queues.standard.queue.queueUrl,
      OUTBOUND_QUEUE_URL: this.queues.outbound.queue.queueUrl,
      FILES_BUCKET: this.#files.bucketName,
      SECRETS_PATH: `/parley/${stage.name}`,
      PUBLIC_URL: this.httpApi.endpoint,
      ANALYSIS: stage.analysis,
      ESCALATION_WORKFLOW_ARN: this.workflow.named.stateMachineArn,
      TIMERS_GROUP: this.timers.group,
      TIMERS_TARGET_ARN: this.timers.targetArn,
      TIMERS_ROLE_ARN: this.timers.roleArn,
      TIMERS_DEAD_LETTERS_ARN: this.timers.deadLettersArn,
      SOCKETS_URL: this.sockets.managementUrl,
      SOCKETS_PUBLIC_URL: this.sockets.publicUrl,
      CHAT_SOCKETS_URL: this.chatSockets.managementUrl,
      CHAT_SOCKETS_PUBLIC_URL: this.chatSockets.publicUrl,
      // Only the local system has stand-ins; here providers are at their real addresses.
      STAND_INS_URL: '',
      SES_CONFIGURATION_SET: this.mail.configurationSet.configurationSetName,
    };
  }

  #watch(stage: Stage, deadLetters: Map<FunctionName, Queue>): void {
    const { functions, queues, httpApi } = this;
    const { action } = new AlarmTopic(this, 'AlarmTopic', { email: stage.alarmEmail });
    new Alarms(this, 'Alarms', { functions, queues, deadLetters, action });
    const workflow = this.workflow.stateMachine;
    new Dashboard(this, 'Dashboard', { functions, queues, httpApi, workflow, quarantined });
  }
}

/** The one function that this kind of trigger wakes. */
function onlyOneWokenBy(kind: Trigger['kind']): FunctionName {
  const [name, another] = keysOf(catalogue).filter((each) => catalogue[each].trigger.kind === kind);
  if (!name || another) throw new Error(`the catalogue needs one function woken by "${kind}", and no more`);
  return name;
}
