import * as z from 'zod';

/** Variables that several functions take. */

export const text = z.string().min(1);
export const table = { TABLE_NAME: text };
/** Where the local system plays the providers; empty in the cloud, where they are themselves. */
export const standIns = z.string();
