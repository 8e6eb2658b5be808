import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { parleyApp } from '#lib/parley-app.ts';
import { ParleyStack } from '#lib/parley-stack.ts';
import { type Stage, stages } from '#lib/stage.ts';

export type Resource = {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: templates are JSON without a schema of their own.
  readonly Properties?: any;
  readonly DeletionPolicy?: string;
};
type Statement = {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | string[];
  readonly Resource: unknown;
};

/** Production as a business would set it up: with mail and somebody to call. */
export const production: Stage = {
  ...stages.production,
  mail: { domain: 'help.example.com', recipients: ['help.example.com'] },
  alarmEmail: 'operations@example.com',
};
export const dev: Stage = stages.dev;

/** A built console of two files. */
function builtConsole(): string {
  const folder = mkdtempSync(join(tmpdir(), 'parley-console-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
  writeFileSync(join(folder, 'assets', 'index-1a2b.js'), '');
  return folder;
}

const quickly = { bundling: 'none', consoleFolder: builtConsole() } as const;

/** The app as bin/app.ts makes it, without bundling. */
export const appOf = (...of: readonly Stage[]): App => parleyApp({ ...quickly, stages: of });

/** The same stacks with no rule acknowledged. */
export function appWithoutAcknowledgements(...of: readonly Stage[]): App {
  const app = new App();
  for (const stage of of) new ParleyStack(app, `Parley-${stage.name}`, { ...quickly, stage });
  return app;
}

export class Synthesised {
  readonly stack: ParleyStack;
  readonly template: Template;
  readonly resources: readonly (readonly [string, Resource])[];

  constructor(stage: Stage) {
    const stack = appOf(stage).node.children.find((each) => each instanceof ParleyStack);
    if (!stack) throw new Error('the app has no ParleyStack');
    this.stack = stack;
    this.template = Template.fromStack(stack);
    this.resources = Object.entries<Resource>(this.template.toJSON().Resources);
  }

  ofType(type: string): readonly (readonly [string, Resource])[] {
    return this.resources.filter(([, resource]) => resource.Type === type);
  }

  /** What the IAM policies of the stack allow, by logical id of the policy. */
  allowed(): readonly {
    readonly policy: string;
    readonly actions: readonly string[];
    readonly resources: readonly unknown[];
  }[] {
    return this.ofType('AWS::IAM::Policy').flatMap(([policy, { Properties }]) =>
      (Properties.PolicyDocument.Statement as Statement[])
        .filter((each) => each.Effect === 'Allow')
        .map((each) => ({ policy, actions: [each.Action].flat(), resources: [each.Resource].flat() })),
    );
  }
}
