import { App, type AppProps, Validations } from 'aws-cdk-lib';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' };
import { AwsSolutionsChecks } from 'cdk-nag';
import { acknowledgeRules } from '#lib/acknowledged-rules.ts';
import type { ParleyProps } from '#lib/parley.ts';
import { ParleyStack } from '#lib/parley-stack.ts';
import { stages as everyStage, type Stage } from '#lib/stage.ts';

export type ParleyAppProps = Pick<AppProps, 'outdir'> &
  Omit<ParleyProps, 'stage'> & {
    /** @default every stage of stage.ts */
    readonly stages?: readonly Stage[];
  };

/** Every stage as a stack, checked against AWS Solutions. The feature flags are set here so that synthesis is the same with and without the CLI. */
export function parleyApp({ outdir, stages = Object.values(everyStage), ...props }: ParleyAppProps): App {
  const app = new App({ context: recommendedFlags, analyticsReporting: false, ...(outdir ? { outdir } : {}) });
  for (const stage of stages) {
    acknowledgeRules(
      new ParleyStack(app, `Parley-${stage.name}`, {
        ...props,
        stage,
        description: `Parley, customer interaction management (${stage.name})`,
      }),
    );
  }
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
}
