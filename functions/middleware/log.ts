import { Logger } from '@aws-lambda-powertools/logger';

/**
 * Structured log of one function: a fixed event name and fields. No customer text, no address, no secret:
 * ids only, and the names of errors instead of their messages where those may quote a request.
 */
export const logOf = (serviceName: string): Logger => new Logger({ serviceName, logLevel: 'INFO' });
