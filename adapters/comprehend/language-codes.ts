import type { LanguageCode } from '@aws-sdk/client-comprehend';

/** What DetectSentiment reads (docs.aws.amazon.com/comprehend, supported languages, read 2026-11); not nl, pl, ru, sv, tr. */
const supported: readonly LanguageCode[] = ['ar', 'de', 'en', 'es', 'fr', 'hi', 'it', 'ja', 'ko', 'pt', 'zh', 'zh-TW'];

/** Comprehend's code for a BCP 47 tag, or nothing where it knows no sentiment in that language. */
export function comprehendLanguage(tag: string): LanguageCode | undefined {
  if (/^zh-(?:.*\b(?:hant|tw|hk|mo)\b)/i.test(tag)) return 'zh-TW';
  const primary = tag.split('-')[0]?.toLowerCase();
  return supported.find((code) => code === primary);
}
