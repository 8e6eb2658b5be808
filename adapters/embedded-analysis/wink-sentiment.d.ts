/** The package has no types of its own; these are the parts we read (wink-sentiment 5.0.2, README "Documentation"). */
declare module 'wink-sentiment' {
  type Token = { value: string; tag: string; score?: unknown; negation?: true };
  function sentiment(phrase: string): { tokenizedPhrase?: Token[] };
  export = sentiment;
}
