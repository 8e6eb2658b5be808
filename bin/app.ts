import { parleyApp } from '#lib/parley-app.ts';

/** The CLI says where the assembly goes; without it, into cdk.out. */
parleyApp({ outdir: process.env.CDK_OUTDIR ?? 'cdk.out' }).synth();
