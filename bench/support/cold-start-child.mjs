import { registerHooks } from 'node:module';

// What a handler answers when it could not do its work.
const failureIn = (answer) => {
  if (answer?.statusCode >= 400) return `HTTP ${answer.statusCode} ${answer.body}`;
  return answer?.batchItemFailures?.length > 0 ? 'a message was handed back' : undefined;
};

// A fresh process that does what the Lambda runtime does first: load the bundle, call the handler. Plain JavaScript, so
// that no type stripping is measured. `listing`: which files it loads, in place of how long that takes.
process.once('message', async ({ bundle, event, context, listing }) => {
  const loaded = [];
  const folder = new URL('.', bundle).href;
  const note = (url, about, next) => {
    if (url.startsWith(folder)) loaded.push(url);
    return next(url, about);
  };
  if (listing) registerHooks({ load: note });
  const before = process.cpuUsage();
  const ms = () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  const { handler } = await import(bundle);
  const init = ms();
  try {
    const answer = await handler(event, { ...context, getRemainingTimeInMillis: () => 10_000 });
    process.send({ init, response: ms(), loaded, failure: failureIn(answer) });
  } catch (error) {
    process.send({ init, response: ms(), loaded, failure: String(error?.message ?? error) });
  }
  process.disconnect();
  process.exit();
});
