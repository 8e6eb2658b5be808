// A fresh process that does what the Lambda runtime does first: load the bundle, call the handler. Plain JavaScript, so
// that no type stripping is measured.
process.once('message', async ({ bundle, event, context }) => {
  const before = process.cpuUsage();
  const ms = () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  const { handler } = await import(bundle);
  const init = ms();
  try {
    await handler(event, { ...context, getRemainingTimeInMillis: () => 10_000 });
    process.send({ init, response: ms() });
  } catch (error) {
    process.send({ init, response: ms(), failure: String(error?.message ?? error) });
  }
  process.disconnect();
  process.exit();
});
