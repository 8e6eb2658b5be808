import { characterCases } from './characters.ts';
import type { Hostile } from './contract.ts';
import { encodedWordCases } from './encoded-words.ts';
import { fileCases } from './files.ts';
import { floodCases } from './floods.ts';
import { headerCases } from './headers.ts';
import { htmlCases } from './html.ts';
import { loopCases } from './loops.ts';
import { mimeCases } from './mime.ts';
import { bodyCases } from './net/bodies.ts';
import { farAnswerCases } from './net/far-answers.ts';
import { fetchingCases } from './net/fetching.ts';
import { formCases } from './net/forms.ts';
import { patternCases } from './net/patterns.ts';
import { readingCases } from './net/readings.ts';
import { requestFloodCases } from './net/request-floods.ts';
import { routeCases } from './net/routes.ts';
import { signatureCases } from './net/signatures.ts';
import { textCases } from './texts.ts';

/** What arrives as mail or text: structure, headers, characters, files, HTML, loops and floods. */
export const content: readonly Hostile[] = [
  ...mimeCases,
  ...headerCases,
  ...encodedWordCases,
  ...characterCases,
  ...fileCases,
  ...htmlCases,
  ...textCases,
  ...loopCases,
  ...floodCases,
];

/** What arrives as a request, and what we are made to ask for. */
export const net: readonly Hostile[] = [
  ...signatureCases,
  ...routeCases,
  ...bodyCases,
  ...formCases,
  ...readingCases,
  ...requestFloodCases,
  ...fetchingCases,
  ...farAnswerCases,
  ...patternCases,
];

/** Every hostile input there is. */
export const corpus = (): readonly Hostile[] => [...content, ...net];

/** Groups of `net/`, which have stand-ins of their own for the services of AWS. */
export const groupsOfNet: ReadonlySet<string> = new Set(net.map(({ group }) => group));
