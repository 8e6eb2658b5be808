// Plain JavaScript without imports, so that an old Node gets as far as telling what to do.
const neededMajor = 24;
const [major] = process.versions.node.split('.').map(Number);

if (major < neededMajor) {
  console.error(
    [
      `Parley needs Node.js ${neededMajor} or later; this is ${process.versions.node}.`,
      'Run `npm install` once and then `npm start`: npm brings the right Node along for its scripts.',
      `If that does not help, install Node.js ${neededMajor} from https://nodejs.org.`,
    ].join('\n'),
  );
  process.exitCode = 1;
} else {
  await import('./main.ts');
}
