import { createComprehendAnalyser } from '#adapters/comprehend/comprehend-analyser.ts';
import { createComprehendClient } from '#adapters/comprehend/comprehend-client.ts';
import type { Analyser } from '#domain/analysis/analyser.ts';
import type { LanguageDetector } from '#domain/analysis/language.ts';

/** Apart from the handler, so that its client is loaded by the first text that goes to Comprehend. */
export const comprehendBeside = (own: {
  readonly embedded: Analyser;
  readonly embeddedLanguage: LanguageDetector;
}): Analyser => createComprehendAnalyser({ client: createComprehendClient(), ...own });
