import { startSystem } from '../../../bench/support/system.ts';

/** The emulated services in a process of their own, so that what they cost is not counted with a handler. */
const { environment, queueUrls } = await startSystem('embedded');
const aws = Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith('AWS_')));
process.on('disconnect', () => process.exit());
process.send?.({ environment, queueUrls, aws });
