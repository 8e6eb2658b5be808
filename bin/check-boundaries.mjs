import { spawnSync } from 'node:child_process';

/** Runs the import rules and fails when they saw too little: a checker that reads no module passes everything. */
const folders = ['bin', 'lib', 'functions', 'domain', 'adapters', 'web', 'local', 'bench'];
const leastModules = 150;

const run = spawnSync('depcruise', ['--config', '.dependency-cruiser.cjs', '--output-type', 'err', ...folders], {
  encoding: 'utf8',
  shell: process.platform === 'win32',
});
process.stdout.write(run.stdout);
process.stderr.write(run.stderr);
const cruised = Number(/(\d+) modules/.exec(run.stdout)?.[1] ?? 0);
if (cruised < leastModules) {
  process.stderr.write(`import rules saw ${cruised} modules; expected at least ${leastModules}\n`);
  process.exit(1);
}
process.exit(run.status ?? 1);
