// Calls one handler often in a process of its own, so that the CPU of the emulators is not counted.
process.once('message', async ({ module, events, context }) => {
  const { handler } = await import(module);
  const call = (event) => handler(event, { ...context, getRemainingTimeInMillis: () => 10_000 });
  // Compiling goes on beside the first few hundred calls, and is counted.
  for (const event of events) for (let n = 0; n < 400; n += 1) await call(event);
  const cpuMs = [];
  for (const event of events) {
    const before = process.cpuUsage();
    for (let n = 0; n < 100; n += 1) await call(event);
    const { user, system } = process.cpuUsage(before);
    cpuMs.push((user + system) / 1000 / 100);
  }
  process.send(cpuMs);
  process.disconnect();
  process.exit();
});
